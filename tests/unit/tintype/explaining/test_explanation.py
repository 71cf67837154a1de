from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from tests.models.published import TOP_RIGHT, file, manifest, png
from tintype import runtimes
from tintype.errors import ExplanationError
from tintype.explaining import Wishes, explain
from tintype.images.writing import PNG
from tintype.tasks.parameters import JSON

GREY = png(8, 8, 100)


def ask(image=TOP_RIGHT, name="explained", media_type=JSON, **wishes):
    network = runtimes.load("litert", bytearray(file(name)))
    return explain(manifest(name), network, image, Wishes(**wishes), 10_000, media_type)


def test_best_label():
    """The best label is explained, by the quickest way that the model has."""
    said = ask().document
    assert (said["label"], said["score"], said["method"]) == ("top right", 1.0, "cam")
    assert said["heat"] == {"width": 2, "height": 2, "values": [0.0, 1.0, 0.0, 0.0]}
    assert said["image"] == {"width": 8, "height": 8, "format": "PNG"}
    assert said["faithfulness"]["deletion"] < said["faithfulness"]["insertion"]


@pytest.mark.parametrize("label", ["bottom left", "2"])
def test_another_label(label):
    """Any label may be asked for, by name or number."""
    said = ask(GREY, label=label).document
    assert said["label"] == "bottom left"
    assert said["heat"]["values"] == pytest.approx([0.0, 0.0, 100 / 255, 0.0], abs=1e-5)


def test_gradients():
    """Integrated gradients come from the file's own function, one value for each pixel; they add up to the score."""
    said = ask(GREY, method="gradients", label="0").document
    assert (said["heat"]["width"], said["heat"]["height"]) == (8, 8)
    assert sum(said["heat"]["values"]) == pytest.approx(said["score"], abs=1e-4)


def test_occlusion():
    """A model that carries no explanation is explained by hiding places."""
    said = ask(name="quadrants").document
    heat = said["heat"]
    index = max(range(len(heat["values"])), key=heat["values"].__getitem__)
    assert said["method"] == "occlusion"
    assert index % heat["width"] >= heat["width"] // 2
    assert index // heat["width"] < heat["height"] // 2


def test_without_faithfulness():
    """Faithfulness takes runs of its own, and can be left out."""
    assert "faithfulness" not in ask(faithful=False).document


@pytest.mark.parametrize("view", ["heat", "overlay"])
def test_picture(view):
    """A picture has the size of what was sent."""
    made = ask(png(50, 30, 200), media_type=PNG, view=view)
    image = Image.open(BytesIO(made.body))
    assert (made.media_type, image.size, image.mode) == (PNG, (50, 30), "RGB")


@pytest.mark.parametrize(
    ("wishes", "expected"),
    [
        ({"label": "middle"}, "4 labels"),
        ({"label": "4"}, "4 labels"),
        ({"label": "-1"}, "4 labels"),
        ({"method": "magic"}, "cam, gradients, occlusion"),
    ],
)
def test_unknown(wishes, expected):
    """What the model does not have is refused, with what it has."""
    with pytest.raises(ExplanationError, match=expected):
        ask(**wishes)


def test_not_carried():
    """A method that this file does not carry is refused."""
    with pytest.raises(ExplanationError, match="one of occlusion"):
        ask(name="quadrants", method="cam")


def test_no_classifier():
    """A model of no single image has nothing to explain."""
    with pytest.raises(ExplanationError, match="a classifier of images"):
        ask(name="pair")
