"""See the package."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

import training.compression as package
from training.command import exit_code
from training.compression.run import run


def main() -> int:
    """Train, measure, and write the folder; return the exit code."""
    options = _options()
    return exit_code(lambda: run(**vars(options)))


def _options() -> Namespace:
    parser = ArgumentParser(prog="python -m training.compression", description=package.__doc__)
    parser.add_argument("photographs", type=Path, help="a folder that python -m training.photographs made")
    parser.add_argument("--output", type=Path, required=True, help="where the model folder is written")
    parser.add_argument("--patches", type=int, default=400, help="to learn from, of 192 and then 320 pixels")
    parser.add_argument("--epochs", type=int, default=4, help="of the tables' networks")
    parser.add_argument("--steps", type=int, default=5000, help="of the post-filter, of 8 patches each")
    parser.add_argument("--tables", type=Path, help="those of an earlier run with the same settings, to be kept")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
