"""The codec of JSON numbers and of bytes, against NumPy."""

import json
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as numpy_st

from tintype.errors import RequestError
from tintype.http.oip.datatypes import DATATYPES
from tintype.http.oip.inputs import Input, images, read_all, rows
from tintype.tensor import FORMATS, Tensor, TensorSpec

_SHAPES = numpy_st.array_shapes(min_dims=1, max_dims=3, min_side=1, max_side=4)
_ARRAYS = st.sampled_from(sorted(FORMATS)).flatmap(lambda dtype: numpy_st.arrays(np.dtype(dtype), _SHAPES))


def _received(entry, behind, array):
    spec = TensorSpec("x", array.dtype.name, (1, *array.shape[1:]))
    taken: list[dict[str, Tensor]] = rows(read_all([entry], memoryview(behind)), [spec])
    assert len(taken) == array.shape[0]
    return b"".join(row["x"].data for row in taken)


@given(_ARRAYS)
def test_every_datatype(array):
    """Every datatype arrives as NumPy has it: as bytes, as a flat list, and as lists in lists."""
    entry = {"name": "x", "datatype": DATATYPES[array.dtype.name], "shape": list(array.shape)}
    data = array.tobytes()
    assert _received({**entry, "parameters": {"binary_data_size": len(data)}}, data, array) == data
    for values in (array.ravel().tolist(), array.tolist()):
        text = json.loads(json.dumps(values))
        assert np.array_equal(
            np.frombuffer(_received({**entry, "data": text}, b"", array), array.dtype),
            array.ravel(),
            equal_nan=array.dtype.kind == "f",
        )


_JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=3), lambda s: st.lists(s, max_size=3))
_ENTRY = st.fixed_dictionaries(
    {"name": st.just("x") | _JSON, "datatype": st.sampled_from(["FP32", "FP16", "BYTES"]) | _JSON, "shape": _JSON},
    optional={"data": _JSON, "parameters": st.dictionaries(st.just("binary_data_size"), _JSON)},
)


@given(st.lists(_ENTRY | _JSON, max_size=2), st.binary(max_size=8))
def test_anything_else(entries, behind):
    """Whatever is sent instead is refused, and nothing else goes wrong."""
    with pytest.raises(RequestError):
        rows(read_all(entries, memoryview(behind)), [TensorSpec("x", "float32", (1, 3, 1, 1))])


def test_deep_and_wide():
    """One list nested deeply beside many values costs no more than both: seconds here, were each level a pass."""
    deep: list = ["QQ=="]
    for _ in range(900):
        deep = [deep]
    started = time.thread_time()
    files = images(Input("x", "BYTES", (30_001,), [deep, *[""] * 30_000]))
    assert time.thread_time() - started < 0.5
    assert files == [b"A", *[b""] * 30_000]
