"""A Docker engine for `sam local` on a machine that has none: Debian, root, and a Python 3.13 are enough."""
