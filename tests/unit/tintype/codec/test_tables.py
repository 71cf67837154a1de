from __future__ import annotations

import io

import numpy as np
import pytest

from tests.unit.tintype.codec.conftest import TABLES
from tintype.codec.tables import Tables, costs, log_step
from tintype.errors import ManifestError


def test_read(tables):
    """The example's tables have three planes, and every symbol of every bucket costs something."""
    assert len(tables.planes) == 3
    assert all((plane.bits > 0).all() for plane in tables.planes)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", TABLES.read_bytes()[:1000]], ids=["empty", "head", "cut"])
def test_no_tables(data):
    """Bytes that are no tables are told apart."""
    with pytest.raises(ManifestError, match=r"a codec's tables \(\.npz\)"):
        Tables.read(data)


def test_missing_part():
    """Tables without a part are told apart, by the part's name."""
    with np.load(TABLES, allow_pickle=False) as arrays:
        rest = {name: arrays[name] for name in arrays if name != "1means"}
    file = io.BytesIO()
    np.savez(file, **rest)
    with pytest.raises(ManifestError, match="means"):
        Tables.read(file.getvalue())


def test_costs():
    """A symbol costs the logarithm of its share, and a sign one bit more."""
    assert costs(np.array([[4, 2, 2]])).tolist() == [[1, 3, 3]]


def test_log_step():
    """A step's logarithm counts sixteenths of a doubling."""
    assert [log_step(step) for step in (1, 2, 2**0.5, 96)] == [0, 16, 8, 105]
