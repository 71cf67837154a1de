"""See the package."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path

import training.photographs as package
from tintype.errors import TintypeError
from training.photographs.collection import fetch, gather


def main() -> int:
    """Fetch or gather; return the exit code."""
    parser = ArgumentParser(prog="python -m training.photographs", description=package.__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--from", dest="source", type=Path, help="a folder of photographs of your own")
    parser.add_argument("--downloads", type=Path, default=Path(".tintype/downloads"))
    options = parser.parse_args()
    try:
        gather(options.source, options.folder) if options.source else fetch(options.folder, options.downloads)
    except TintypeError as error:
        print(error, file=sys.stderr)  # noqa: T201 -- a command's message
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
