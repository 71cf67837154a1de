"""The example's tables, and pictures to code by them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tintype.codec import Tables

TABLES = Path("training/examples/codec/tables.bin")


@cache
def example():
    """Return what the example has learned."""
    return Tables.read(TABLES.read_bytes())


@pytest.fixture
def tables():
    """What the example has learned."""
    return example()
