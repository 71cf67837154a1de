"""Measures what `sam build` made, unzipped, as Lambda counts it, and refuses what has grown too large."""

from __future__ import annotations

import sys
from pathlib import Path

LIMIT_MB = 110  # Lambda's own limit is 250; every MB is start-up time from a cold disk
MB = 1_000_000


def folder_bytes(folder: Path) -> int:
    """Return the bytes of all files below a folder."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir())


def measure(build: Path) -> dict[str, int]:
    """Return the bytes of each function and layer below ``sam build``'s folder, by logical id."""
    return {folder.name: folder_bytes(folder) for folder in sorted(build.iterdir()) if folder.is_dir()}


def table(sizes: dict[str, int]) -> str:
    """Return the sizes as lines of text, the sum last."""
    rows = [*sizes.items(), ("all", sum(sizes.values()))]
    return "\n".join(f"{name:<24}{size / MB:8.2f} MB" for name, size in rows)


def main() -> None:
    """Print the sizes of the build that the first argument names; exit 1 when they are above the limit."""
    sizes = measure(Path(sys.argv[1]))
    sys.stdout.write(f"{table(sizes)}\n")
    if sum(sizes.values()) > LIMIT_MB * MB:
        sys.exit(f"expected at most {LIMIT_MB} MB unzipped; look for what layers/dependencies/trim.py may drop")


if __name__ == "__main__":
    main()
