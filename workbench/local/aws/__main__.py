"""The process of the local AWS: `python -m workbench.local.aws --port PORT --home FOLDER --template FILE`."""

import argparse
import signal
import sys
from pathlib import Path

from workbench.local.aws.server import serve
from workbench.local.layout import Layout
from workbench.local.template import read_template


def main() -> None:
    """Serve until SIGTERM."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--template", type=Path, required=True)
    parser.add_argument("--parameter", action="append", default=[])
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    # Ctrl-C reaches the whole terminal; the supervisor decides when this process ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    overrides = dict(item.split("=", 1) for item in arguments.parameter)
    serve(arguments.port, Layout(arguments.home), read_template(arguments.template, overrides))


if __name__ == "__main__":
    main()
