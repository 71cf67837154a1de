from __future__ import annotations

from base64 import b64decode

import pytest

from tests.models.published import TOP_RIGHT, file, manifest, png
from tintype import runtimes
from tintype.errors import ImageTooLargeError, NotAnImageError, TensorError
from tintype.serving.model import Model
from tintype.serving.pipeline import document, predict, run_image, run_tensors
from tintype.tasks import Parameters
from tintype.tensor import Tensor


def model(name):
    return Model(manifest(name), runtimes.load("litert", bytearray(file(name))))


def test_whole_way():
    """A picture's bytes become a document with its label, its size and its format."""
    quadrants = model("quadrants")
    answer = predict(quadrants, TOP_RIGHT, Parameters(top=1), 1000)
    assert document(quadrants, answer) == {
        "model": "quadrants",
        "version": 1,
        "task": "classification",
        "label": "top right",
        "score": 1.0,
        "predictions": [{"label": "top right", "score": 1.0}],
        "image": {"width": 8, "height": 8, "format": "PNG"},
    }
    assert answer.timings.decode > 0
    assert answer.timings.run > 0


def test_another_size_and_mode():
    """A large colour picture becomes what the model takes, and keeps its own size in the document."""
    quadrants = model("quadrants")
    answer = run_image(quadrants, png(100, 60, (51, 51, 51)), 10_000)
    assert answer.outputs["scores"].flat() == pytest.approx([0.2] * 4)
    assert (answer.image["width"], answer.image["height"]) == (100, 60)


def test_uint8():
    """A model of bytes gets the pixels as they are."""
    answer = run_image(model("colours"), png(9, 9, (51, 255, 0)), 1000)
    assert answer.outputs["scores"].flat() == pytest.approx([0.2, 1.0, 0.0])


def test_bad_pictures():
    """What is no picture, or has too many pixels, is the caller's error."""
    quadrants = model("quadrants")
    with pytest.raises(NotAnImageError):
        run_image(quadrants, b"", 1000)
    with pytest.raises(ImageTooLargeError):
        run_image(quadrants, TOP_RIGHT, 63)


def test_picture_for_a_model_without():
    """A picture for a model of two tensors is the caller's error."""
    with pytest.raises(TensorError):
        run_image(model("pair"), TOP_RIGHT, 1000)


def test_tensors():
    """Tensors that the caller made go in as they are, and have no picture's size."""
    quadrants = model("quadrants")
    answer = run_tensors(quadrants, {"image": Tensor(*quadrants.network.inputs[0], bytes(256))})
    assert answer.outputs["scores"].flat() == [0.0] * 4
    assert answer.image == {}


def test_file_in_a_document():
    """A document about a task's file holds it as base64."""
    negative = model("negative")
    made = predict(negative, png(9, 5, (255, 0, 10)), Parameters(), 1000)
    output = document(negative, made)["output"]
    assert b64decode(output["b64"]) == made.body
    assert (output["width"], output["height"], output["media_type"]) == (9, 5, "image/png")
