from __future__ import annotations

import pytest

from tintype import runtimes
from tintype.errors import ModelFileError


def test_unknown_runtime_when_loading():
    """A runtime that is not here is an error of the model, with the known ones in its detail."""
    with pytest.raises(ModelFileError, match="The onnx runtime cannot load") as caught:
        runtimes.load("onnx", bytearray(b"x"))
    assert "litert" in caught.value.detail


def test_unknown_runtime_when_warming():
    """Warming a runtime that is not here says the same as loading with it."""
    with pytest.raises(ModelFileError, match="The onnx runtime cannot load"):
        runtimes.warm("onnx")
