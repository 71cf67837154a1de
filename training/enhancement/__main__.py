"""See the package."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

import training.enhancement as package
from training.command import exit_code
from training.enhancement.run import KIND_NAMES, run


def main() -> int:
    """Train, measure, and write the folder; return the exit code."""
    options = _options()
    return exit_code(lambda: run(options.kind, options.photographs, options.output, options.steps, options.seed))


def _options() -> Namespace:
    parser = ArgumentParser(prog="python -m training.enhancement", description=package.__doc__)
    parser.add_argument("kind", choices=KIND_NAMES)
    parser.add_argument("photographs", type=Path, help="a folder with train/ and test/")
    parser.add_argument("--output", type=Path, required=True, help="where the model folder is written")
    parser.add_argument("--steps", type=int, default=5000, help="training steps of 16 patches")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
