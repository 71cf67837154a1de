import math
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tintype import halves
from tintype.errors import TensorError
from tintype.tensor import TensorSpec

HALF, BRAIN = TensorSpec("x", "float16", (-1,)), TensorSpec("x", "bfloat16", (-1,))
_FLOATS = st.lists(st.floats(-60_000, 60_000, width=32), max_size=8)


@given(_FLOATS)
def test_float16(values):
    """float16 is NumPy's, to the bit, and widens to the same values."""
    expected = np.array(values, np.float16)
    packed = halves.pack(values, HALF)
    assert packed == expected.tobytes()
    assert halves.unpack("float16", packed) == expected.tolist()
    assert halves.widen("float16", packed) == expected.astype(np.float32).tobytes()


@given(st.binary(max_size=16).filter(lambda data: len(data) % 2 == 0))
def test_bfloat16_widens(data):
    """A bfloat16 is the upper half of a float32."""
    wide = np.frombuffer(data, np.uint16).astype(np.uint32) << 16
    assert halves.widen("bfloat16", memoryview(data)) == wide.tobytes()


@given(_FLOATS)
def test_bfloat16_is_nearest(values):
    """What is packed is no further from the number than its neighbours, and survives another round."""
    packed = halves.pack(values, BRAIN)
    received = halves.unpack("bfloat16", packed)
    assert halves.pack(received, BRAIN) == packed
    for value, near in zip(values, received, strict=True):
        assert abs(value - near) <= abs(value) / 256 + 1e-40


def test_special_values():
    """Infinity stays infinity, what is no number stays none, and ties go to even."""
    values = [math.inf, -math.inf, math.nan, struct.unpack("<f", b"\x00\x80\x80\x3f")[0]]
    packed = halves.pack(values, BRAIN)
    assert halves.unpack("bfloat16", packed)[:2] == [math.inf, -math.inf]
    assert math.isnan(halves.unpack("bfloat16", packed)[2])
    assert packed[6:] == b"\x80\x3f"


@pytest.mark.parametrize("spec", [HALF, BRAIN])
@pytest.mark.parametrize("value", ["1", None, 10**400])
def test_no_numbers(spec, value):
    """What is no number of the dtype is refused."""
    with pytest.raises(TensorError):
        halves.pack([value], spec)
