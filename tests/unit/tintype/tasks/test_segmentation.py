from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from tests.models.published import file as model_file
from tests.models.published import manifest
from tintype.errors import ImageTooLargeError, ManifestError, OptionError
from tintype.images import Preprocessing
from tintype.runtimes import load
from tintype.tasks import Parameters, answer, media_types
from tintype.tensor import TensorSpec

MASK = Parameters(media_type="image/png")


@pytest.fixture(scope="module")
def network():
    """The network that takes what is red for the subject."""
    return load("litert", bytearray(model_file("subject")))


@pytest.fixture
def ask(network):
    """Return a function that asks the model about an image file."""
    return lambda sent, parameters=MASK, **changes: answer(
        manifest("subject", **changes), network, sent, parameters, 100_000
    )


def file(image, kind="PNG", **options):
    written = BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def opened(result):
    return Image.open(BytesIO(result.body))


@pytest.fixture
def picture():
    """Blue, with its right half red: 80 x 40."""
    image = Image.new("RGB", (80, 40), "blue")
    image.paste("red", (40, 0, 80, 40))
    return image


def wished(view, kind="image/png"):
    return Parameters(media_type=kind, options={"view": view})


def test_mask(ask, picture):
    """The usual answer is a PNG in the image's size whose pixels are the classes' indices."""
    made = ask(file(picture))
    mask = opened(made)
    assert (mask.mode, mask.size, made.media_type) == ("P", (80, 40), "image/png")
    pixels = np.asarray(mask)
    assert (pixels[:, :38] == 0).all()
    assert (pixels[:, 42:] == 1).all()
    assert all(seconds > 0 for seconds in made.timings)


def test_document(ask, picture):
    """The document has each class's area, and of those that are there box and mask; no file comes with it."""
    made = ask(file(picture), Parameters(options={"format": "polygons"}))
    assert made.body is None
    background, red = made.document["areas"]
    assert (background["label"], red["label"]) == ("background", "red")
    assert background["area"] + red["area"] == 3200
    assert red["share"] == pytest.approx(0.5, abs=0.02)
    (segment,) = made.document["segments"]
    left = segment["bbox"][0]
    assert segment["segmentation"] == [[left, 0, 80, 0, 80, 40, left, 40]]
    assert segment["area"] == red["area"] == (80 - left) * 40
    assert made.document["image"] == {"width": 80, "height": 40, "format": "PNG"}


def test_nothing_there(ask):
    """Where there is no subject no segment is listed."""
    made = ask(file(Image.new("RGB", (9, 9), "blue")), Parameters())
    assert made.document["segments"] == []
    assert made.document["areas"][1] == {"label": "red", "area": 0, "share": 0.0}


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_overlay(ask, picture, kind):
    """An overlay shows the image under the class's colour, first of all in the format that was sent."""
    sent = file(picture, kind)
    kinds = media_types(manifest("subject"), sent, {"view": "overlay"})
    assert kinds[0] == f"image/{kind.lower()}"
    made = opened(ask(sent, wished("overlay", kinds[0])))
    assert (made.format, made.size) == (kind, (80, 40))
    shown = [made.convert("RGB").getpixel(place) for place in ((10, 20), (70, 20))]
    assert np.abs(np.subtract(shown, [(0, 0, 255), (192, 0, 0)])).max() < 12


@pytest.mark.parametrize("kind", ["image/png", "image/webp"])
def test_cutout(ask, picture, kind):
    """A cut-out has the subject's own pixels, and nothing beside it."""
    made = opened(ask(file(picture), wished("cutout", kind))).convert("RGBA")
    assert made.getpixel((10, 20))[3] == 0
    assert np.abs(np.subtract(made.getpixel((70, 20)), (255, 0, 0, 255))).max() < 8


def test_quality(ask):
    """A quality makes an overlay larger or smaller."""
    sent = file(Image.effect_noise((80, 80), 90).convert("RGB"), "JPEG")
    sizes = [
        len(ask(sent, Parameters(media_type="image/jpeg", options={"view": "overlay", "quality": text})).body)
        for text in ("10", "100")
    ]
    assert sizes[0] < sizes[1]


def test_view_in_a_document(ask, picture):
    """A document brings a picture where a view is asked for."""
    made = ask(file(picture), Parameters(options={"view": "cutout"}))
    assert opened(made).mode == "RGBA"
    assert made.media_type == "image/png"
    assert made.document["segments"]


@pytest.mark.parametrize(
    ("view", "kinds"),
    [
        (None, ("image/png", "application/json")),
        ("mask", ("image/png", "application/json")),
        ("overlay", ("image/png", "image/jpeg", "image/webp", "application/json")),
        ("cutout", ("image/png", "image/webp", "application/json")),
    ],
)
def test_media_types(picture, view, kinds):
    """What can be asked for depends on the view: a mask with losses is none, and a JPEG has no transparency."""
    assert media_types(manifest("subject"), file(picture), {"view": view} if view else {}) == kinds


def test_upright(ask, picture):
    """The mask lies over the upright image."""
    exif = Image.Exif()
    exif[0x0112] = 6
    mask = np.asarray(opened(ask(file(picture, exif=exif))))
    assert mask.shape == (80, 40)
    assert (mask[:38] == 0).all()
    assert (mask[42:] == 1).all()


def test_large_jpeg(ask):
    """A JPEG that is decoded at an eighth has a mask of its full size, and is shown in full."""
    image = Image.new("RGB", (300, 200), "blue")
    image.paste("red", (150, 0, 300, 200))
    sent = file(image, "JPEG", quality=95)
    assert opened(ask(sent)).size == opened(ask(sent, wished("overlay"))).size == (300, 200)
    assert ask(sent, Parameters()).document["segments"][0]["segmentation"]["size"] == [200, 300]


@pytest.mark.parametrize(("resize", "columns"), [("fit", (0, 40)), ("crop", (20, 40))])
def test_brought_to_size(ask, resize, columns):
    """However the image was brought to size, the mask lies where the subject is; what was cut off is background."""
    image = Image.new("RGB", (80, 40), "blue")
    image.paste("red", (0, 0, 40, 40))
    how = Preprocessing(8, 8, dtype="uint8", resize=resize, background=0)
    mask = np.asarray(opened(ask(file(image), preprocessing=how)))
    inside = mask[20].nonzero()[0]
    assert np.abs(np.subtract((inside[0], inside[-1] + 1), columns)).max() <= 3


def test_too_large(ask):
    """The limit of pixels holds for what is sent."""
    with pytest.raises(ImageTooLargeError):
        ask(file(Image.new("L", (1001, 100))))


@pytest.mark.parametrize("options", [{"view": "heat"}, {"view": ""}, {"view": "overlay", "quality": "0"}])
def test_bad_options(ask, options, picture):
    """What is no such option is refused."""
    with pytest.raises(OptionError):
        ask(file(picture), Parameters(media_type="image/png", options=options))


def test_cutout_of_many(ask, picture):
    """Of a model with several classes nothing can be cut out."""
    spec = TensorSpec("probabilities", "uint8", (1, 8, 8, 3))
    with pytest.raises(OptionError, match="Expected view to be mask or overlay, of a model with 2 classes"):
        ask(file(picture), wished("cutout"), outputs=(spec,), labels=("background", "cat", "dog"))


@pytest.mark.parametrize(
    "spec",
    [
        TensorSpec("probabilities", "float32", (1, 8, 8, 2)),
        TensorSpec("probabilities", "uint8", (1, 8, 8, 3)),
        TensorSpec("probabilities", "uint8", (1, 8, 16)),
    ],
)
def test_bad_manifest(ask, spec, picture):
    """A manifest whose output is no probabilities of its labels is the owner's to mend."""
    with pytest.raises(ManifestError, match="probabilities in uint8"):
        ask(file(picture), outputs=(spec,))
