"""Checkpoints are written here pickle by pickle, as torch.save wrote them before 1.6."""

import io
import os
import pickle
from collections import OrderedDict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.efficientnet.checkpoint import read
from training.errors import WeightsError

MAGIC, PROTOCOL = 0x1950A86A20F9469CFC6C, 1001
MACHINE = {"protocol_version": PROTOCOL, "little_endian": True, "type_sizes": {"short": 2, "int": 4, "long": 4}}


class _Named:
    """Is pickled as a call of a name that is looked up when it is read."""

    def __init__(self, name, *arguments):
        self.name, self.arguments = name, arguments


class _Storage:
    def __init__(self, key, values, kind="FloatStorage"):
        self.key, self.values, self.kind = key, values, kind


class _Pickler(pickle._Pickler):  # noqa: SLF001 -- in Python, so that names can be written that do not exist here
    def persistent_id(self, obj):
        if isinstance(obj, _Storage):
            return ("storage", _Name(f"torch {obj.kind}"), obj.key, "cpu", obj.values.size, None)
        return None

    def save(self, obj, save_persistent_id=True):
        if isinstance(obj, _Name):
            self.write(pickle.GLOBAL + obj.text.replace(" ", "\n").encode() + b"\n")
        elif isinstance(obj, _Named):
            self.save(_Name(obj.name))
            self.save(obj.arguments)
            self.write(pickle.REDUCE)
        else:
            super().save(obj, save_persistent_id)


class _Name:
    def __init__(self, text):
        self.text = text


def tensor(storage, offset, shape, strides):
    return _Named("torch._utils _rebuild_tensor_v2", storage, offset, shape, strides, False, OrderedDict())


def write(path, state, storages):
    with path.open("wb") as file:
        for part in (MAGIC, PROTOCOL, MACHINE, state, [storage.key for storage in storages]):
            pickled = io.BytesIO()
            _Pickler(pickled, 2).dump(part)
            file.write(pickled.getvalue())
        for storage in storages:
            file.write(storage.values.size.to_bytes(8, "little") + storage.values.tobytes())
    return path


@given(st.integers(0, 3), st.booleans())
def test_tensors(tmp_path_factory, offset, turned):
    """Tensors come out as they were stored, also where several share a storage or read it in another order."""
    values = np.arange(20, dtype="<f4")
    storage, count = _Storage("1", values), _Storage("2", np.array([7], "<i8"), "LongStorage")
    strides = (1, 4) if turned else (3, 1)
    state = {
        "a": tensor(storage, offset, (4, 3), strides),
        "b": tensor(storage, 0, (20,), (1,)),
        "n": tensor(count, 0, (), ()),
    }
    found = read(write(tmp_path_factory.mktemp("c") / "c.pth", state, [storage, count]))
    window = np.lib.stride_tricks.as_strided(values[offset:], (4, 3), tuple(4 * stride for stride in strides))
    np.testing.assert_array_equal(found["a"], window)
    np.testing.assert_array_equal(found["b"], values)
    assert found["n"] == 7


@pytest.mark.parametrize("name", ["os system", "builtins eval", "torch.storage _load_from_bytes", "numpy array"])
def test_names(tmp_path, name):
    """A name that no tensor needs is refused before anything is looked up."""
    marker = tmp_path / "was-here"
    path = write(tmp_path / "evil.pth", {"a": _Named(name, f"touch {marker}")}, [])
    with pytest.raises(WeightsError, match=name.replace(" ", ".")):
        read(path)
    assert not marker.exists()


def test_the_attack_would_work(tmp_path):
    """The same file does harm where it is read without an allow-list: the test above tests something."""
    marker = tmp_path / "was-here"
    pickled = io.BytesIO()
    _Pickler(pickled, 2).dump(_Named(f"{os.system.__module__} system", f"touch {marker}"))
    pickle.loads(pickled.getvalue())  # noqa: S301 -- that is the point
    assert marker.exists()


@pytest.mark.parametrize(
    ("offset", "shape", "strides"),
    [(0, (5,), (1,)), (3, (2,), (1,)), (0, (2, 2), (2, 2)), (-1, (1,), (1,)), (0, (2,), (-1,))],
)
def test_outside(tmp_path, offset, shape, strides):
    """A tensor that reaches beyond its storage is refused."""
    storage = _Storage("1", np.zeros(4, "<f4"))
    with pytest.raises(WeightsError, match="outside"):
        read(write(tmp_path / "c.pth", {"a": tensor(storage, offset, shape, strides)}, [storage]))


def test_truncated(tmp_path):
    """A file that ends early is refused."""
    storage = _Storage("1", np.zeros(4, "<f4"))
    path = write(tmp_path / "c.pth", {"a": tensor(storage, 0, (4,), (1,))}, [storage])
    path.write_bytes(path.read_bytes()[:-3])
    with pytest.raises(WeightsError, match="damaged"):
        read(path)


@given(st.binary(max_size=200))
def test_anything_else(tmp_path_factory, data):
    """Other bytes are refused, whatever they are."""
    path = tmp_path_factory.mktemp("c") / "c.pth"
    path.write_bytes(data)
    with pytest.raises(WeightsError):
        read(path)
