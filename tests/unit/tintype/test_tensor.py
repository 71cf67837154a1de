import json
import math
import re
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as numpy_st

from tintype.errors import TensorError
from tintype.tensor import FORMATS, ITEM_SIZES, Tensor, TensorSpec, byte_size, from_nested

_DTYPES = sorted(FORMATS)
_INTEGERS = [dtype for dtype in _DTYPES if "int" in dtype]
_SHAPES = numpy_st.array_shapes(min_dims=0, max_dims=4, min_side=1, max_side=4)


def _arrays(dtype: str, shapes=_SHAPES):
    return numpy_st.arrays(np.dtype(dtype), shapes)


@given(st.sampled_from(_DTYPES).flatmap(_arrays))
def test_values_survive(array):
    """Nested lists of every dtype and shape become the bytes that NumPy has, and the same lists again."""
    spec = TensorSpec("x", array.dtype.name, array.shape)
    tensor = from_nested(array.tolist(), spec)
    assert tensor.shape == array.shape
    assert bytes(tensor.data) == array.tobytes()
    np.testing.assert_array_equal(np.array(tensor.nested(), array.dtype), array)
    assert from_nested(tensor.nested(), spec).data == tensor.data


@given(_arrays("float32", numpy_st.array_shapes(min_dims=1, max_dims=4, min_side=0, max_side=3)))
def test_empty_dimensions(array):
    """A tensor with a dimension of size 0 is given as the lists that NumPy gives."""
    tensor = Tensor("x", "float32", array.shape, array.tobytes())
    np.testing.assert_array_equal(tensor.nested(), array.tolist())
    assert tensor.flat() == pytest.approx(array.ravel().tolist(), nan_ok=True)


def test_flat_takes_any_buffer():
    """The values come out of bytes, bytearrays and memoryviews of any format."""
    data = struct.pack("<3f", 1, 2, 3)
    for buffer in (data, bytearray(data), memoryview(data), memoryview(data).cast("f")):
        assert Tensor("x", "float32", (3,), buffer).flat() == [1.0, 2.0, 3.0]


def test_any_size():
    """-1 in a spec takes any size, and the tensor has the real one."""
    assert from_nested([[1], [2]], TensorSpec("x", "int8", (-1, 1))).shape == (2, 1)


@pytest.mark.parametrize(
    ("values", "received"),
    [
        (1, "shape []"),
        ([], "shape [0]"),
        ([1, 2], "shape [2]"),
        ([[1, 2], [3, 4]], "shape [2,2]"),
        ([[[1, 2, 3]]], "shape [1,1,3]"),
        ([[]], "shape [1,0]"),
        ({"a": 1}, "shape []"),
        ("[[1,2,3]]", "shape []"),
        (None, "shape []"),
    ],
)
def test_wrong_shape(values, received):
    """Another shape is refused; the message has the shape that is wanted and the one that came."""
    expected = re.escape(f"Expected shape [any,3] for 'x', received {received}.")
    with pytest.raises(TensorError, match=expected):
        from_nested(values, TensorSpec("x", "float32", (-1, 3)))


@pytest.mark.parametrize("values", [[[1, 2], [3]], [[1, 2], 3], [[1, 2], [3, 4, 5]], [[1, 2], None], [[1, 2], "34"]])
def test_ragged(values):
    """Lists of unequal lengths make up no tensor."""
    with pytest.raises(TensorError, match="lists of unequal lengths"):
        from_nested(values, TensorSpec("x", "float32", (-1, 2)))


@given(st.recursive(st.floats() | st.integers() | st.none() | st.text(), st.lists, max_leaves=20))
def test_never_another_error(values):
    """Whatever JSON has, the answer is a tensor of the wanted shape or a TensorError."""
    spec = TensorSpec("x", "float32", (-1, 2))
    try:
        tensor = from_nested(values, spec)
    except TensorError:
        return
    assert tensor.shape[1:] == (2,)
    assert len(tensor.data) == byte_size("float32", tensor.shape)


@pytest.mark.parametrize("value", ["7", None, [1], {}, b"7", object()])
@pytest.mark.parametrize("dtype", _DTYPES)
def test_no_number(value, dtype):
    """A string, null, a list among numbers, or an object is no value of any dtype."""
    with pytest.raises(TensorError) as refused:
        from_nested([value, 1], TensorSpec("x", dtype, (2,)))
    assert "None" not in str(refused.value)


@pytest.mark.parametrize("dtype", _INTEGERS)
@pytest.mark.parametrize("beyond", ["low", "high"])
def test_out_of_range(dtype, beyond):
    """An integer that the dtype cannot hold is refused, by one already."""
    limits = np.iinfo(dtype)
    inside, outside = (limits.max, limits.max + 1) if beyond == "high" else (limits.min, limits.min - 1)
    assert from_nested([int(inside)], TensorSpec("x", dtype, (1,))).flat() == [inside]
    with pytest.raises(TensorError, match=f"Expected {dtype} values"):
        from_nested([int(outside)], TensorSpec("x", dtype, (1,)))


@pytest.mark.parametrize("dtype", [*_INTEGERS, "bool"])
def test_fraction_for_integer(dtype):
    """A fraction is not cut off to an integer."""
    with pytest.raises(TensorError, match=f"Expected {dtype} values"):
        from_nested([1.5], TensorSpec("x", dtype, (1,)))


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_integer_beyond_floats(dtype):
    """An integer that no float holds is refused."""
    with pytest.raises(TensorError):
        from_nested([10**400], TensorSpec("x", dtype, (1,)))


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_not_finite(dtype):
    """NaN and the infinities, which TensorFlow Serving's JSON allows, pass through."""
    values = from_nested(json.loads("[NaN, Infinity, -Infinity]"), TensorSpec("x", dtype, (3,))).flat()
    assert math.isnan(values[0])
    assert values[1:] == [math.inf, -math.inf]


def test_beyond_float32():
    """A number beyond float32's range becomes infinite, as in NumPy and TensorFlow."""
    assert from_nested([1e300, -1e300], TensorSpec("x", "float32", (2,))).flat() == [math.inf, -math.inf]


def test_truth_values():
    """True and false are booleans, and 1 and 0 among numbers."""
    assert from_nested([True, False], TensorSpec("x", "bool", (2,))).flat() == [True, False]
    assert from_nested([True, False], TensorSpec("x", "float32", (2,))).flat() == [1.0, 0.0]


@pytest.mark.parametrize("value", [2, 255, 256, -1])
def test_no_truth_value(value):
    """A number other than 0 and 1 is no boolean."""
    with pytest.raises(TensorError, match="Expected bool values"):
        from_nested([value], TensorSpec("x", "bool", (1,)))


def test_deep_nesting():
    """Lists nested thousands deep are refused without a recursion and with a short message."""
    values: list = []
    for _ in range(50_000):
        values = [values]
    with pytest.raises(TensorError) as caught:
        from_nested(values, TensorSpec("x", "float32", (-1, 2)))
    assert len(str(caught.value)) < 200


@given(st.sampled_from(_DTYPES), numpy_st.array_shapes(min_side=0))
def test_byte_size(dtype, shape):
    """The byte size of a tensor is NumPy's."""
    assert byte_size(dtype, shape) == np.zeros(shape, dtype).nbytes
    assert ITEM_SIZES[dtype] == np.dtype(dtype).itemsize


@pytest.mark.parametrize(
    ("shape", "batch"), [((-1, 2), (5, 2)), ((1, 2), (1, 2)), ((), ()), ((-1,), (5,)), ((3, -1), (3, -1))]
)
def test_batch(shape, batch):
    """Only a first dimension of any size takes the batch's size."""
    assert TensorSpec("x", "float32", shape).with_batch(5) == batch
