from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import pickle
import zipfile
import zlib
from collections import OrderedDict
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.models.published import EVENTS, HERE
from tintype.errors import PublishError
from tintype.registry import publish
from tintype.registry.pickles import find_pickle

PROTOCOLS = range(pickle.HIGHEST_PROTOCOL + 1)
PACKED = pickle.dumps(OrderedDict(weights=np.zeros(3)))


class Attack:
    """What a pickle may do when it is loaded."""

    def __reduce__(self):
        """Say what to call."""
        return os.system, ("false",)


def saved(save, *values, **named):
    file = io.BytesIO()
    save(file, *values, **named)
    return file.getvalue()


def zipped(name, data):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, data)
    return file.getvalue()


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("value", [Attack(), OrderedDict(a=np.zeros(2)), len, {1: Attack()}], ids=repr)
def test_calls(protocol, value):
    """A pickle that calls or imports something is found, of whatever protocol."""
    assert find_pickle(pickle.dumps(value, protocol)) == "it is a pickle"


@pytest.mark.parametrize("protocol", PROTOCOLS[2:])
def test_only_data(protocol):
    """A pickle that only holds data is found, too, since its protocols say what they are."""
    assert find_pickle(pickle.dumps({"a": [1, 2.0, "b"]}, protocol))


def test_by_hand():
    """Instructions that nobody's `dumps` writes are found, also with rubbish behind what they call."""
    assert find_pickle(b"cos\nsystem\n(S'false'\ntR.")
    assert find_pickle(b"(S'false'\nios\nsystem\n.")
    assert find_pickle(b"cos\nsystem\n.")
    assert find_pickle(pickle.dumps(Attack(), 4)[:-1] + b"\xff" * 100)


@pytest.mark.parametrize("pack", [zlib.compress, gzip.compress, bz2.compress, lzma.compress])
def test_packed(pack):
    """A packed pickle, as joblib writes it, is found."""
    assert find_pickle(pack(PACKED)) == "what is packed in it is a pickle"


def test_inside_a_zip():
    """A member of a zip, as PyTorch writes it, is found by its name."""
    assert find_pickle(zipped("archive/data.pkl", PACKED)) == "its member 'archive/data.pkl' is a pickle"


def test_numpy():
    """NumPy's arrays of objects are pickles, its arrays of numbers are none."""
    assert find_pickle(saved(np.save, np.array([None, "a"], object)))
    assert find_pickle(saved(np.savez, a=np.array([None], object))) == "its member 'a.npy' is a pickle"
    assert find_pickle(saved(np.save, np.zeros(3))) == ""
    assert find_pickle(saved(np.savez, a=np.zeros(3))) == ""


@pytest.mark.parametrize(
    "path",
    [*sorted(HERE.glob("*.tflite")), *sorted((EVENTS / "images").iterdir()), Path(__file__)],
    ids=lambda p: p.name,
)
def test_files_that_are_none(path):
    """Models, images and programs are no pickles."""
    assert find_pickle(path.read_bytes()) == ""


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b".",
        b"cat\ndog\nhorse\n",
        b"N.",
        b"I1\n.",
        b'{"accuracy": 0.9}',
        b"from a import b\n",
        b"0\n1\n",
    ],
)
def test_text_that_is_none(text):
    """Text that begins like instructions is no pickle."""
    assert find_pickle(text) == ""


def test_by_path(tmp_path):
    """A file that is named by its path is looked into as well, and a large one is not read whole."""
    (tmp_path / "weights").write_bytes(zipped("data.pkl", PACKED))
    assert find_pickle(tmp_path / "weights") == "its member 'data.pkl' is a pickle"
    with (tmp_path / "model").open("wb") as file:
        file.truncate(2**36)
    assert find_pickle(tmp_path / "model") == ""


def test_damaged_archives():
    """Archives that are cut hold nothing, and break nothing."""
    for packed in (zipped("a", b"1" * 99), gzip.compress(PACKED), bz2.compress(PACKED), lzma.compress(PACKED)):
        for size in range(0, len(packed), 7):
            find_pickle(packed[:size])
            find_pickle(packed[:size] + b"\x00" * 8 + packed[size + 8 :])


def test_no_warning():
    """Bytes that look like a text with an odd escape are looked at in silence."""
    assert find_pickle(b"S'\\\xa4'\n.") == ""


@given(st.binary(max_size=300))
def test_any_bytes(data):
    """Whatever the bytes are, looking at them raises nothing."""
    assert isinstance(find_pickle(data), str)


def test_publish(bucket, make_draft):
    """A pickle is refused, with its role and where it is, before anything is written."""
    with pytest.raises(PublishError, match="'weights' without pickles, received one where it is a pickle") as caught:
        publish(bucket, make_draft(), {"model": b"1", "weights": PACKED})
    assert caught.value.status == 400
    assert list(bucket.list("")) == []
