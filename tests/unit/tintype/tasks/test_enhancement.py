from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageChops

from tests.models.published import manifest
from tintype.errors import ImageTooLargeError, ManifestError, OptionError
from tintype.images import Preprocessing
from tintype.tasks import Parameters, answer, media_types
from tintype.tensor import Tensor, TensorSpec


class Doubling:
    """A network that makes tiles of 16 twice as large and negative."""

    def __init__(self, mode):
        self.mode = mode

    def run(self, inputs):
        """See ``tintype.runtimes.Network.run``."""
        tile = Image.frombytes(self.mode, (16, 16), inputs["tile"].data)
        made = ImageChops.invert(tile.resize((32, 32), Image.Resampling.NEAREST)).tobytes()
        return {"better": Tensor("better", "uint8", (1, 32, 32, len(self.mode)), made)}


def doubling(mode="RGB", **changes):
    channels = len(mode)
    return manifest(
        "quadrants",
        task="enhancement",
        inputs=(TensorSpec("tile", "uint8", (1, 16, 16, channels)),),
        outputs=(TensorSpec("better", "uint8", (1, 32, 32, channels)),),
        preprocessing=Preprocessing(16, 16, mode, "uint8"),
        labels=(),
        golden=None,
        **({"options": {"scale": 2, "margin": 2}} | changes),
    )


def file(image, kind="PNG", **options):
    written = BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def ask(image, mode="RGB", parameters=Parameters(media_type="image/png")):  # noqa: B008 -- never changed
    return answer(doubling(mode), Doubling(mode), image, parameters, 10_000)


def opened(result):
    return Image.open(BytesIO(result.body))


def test_colours():
    """Every pixel of a colour image goes through the network, and the document says what came out."""
    image = Image.linear_gradient("L").resize((21, 13)).convert("RGB")
    made = ask(file(image))
    expected = ImageChops.invert(image.resize((42, 26), Image.Resampling.NEAREST))
    assert opened(made).tobytes() == expected.tobytes()
    assert made.media_type == "image/png"
    assert made.document == {
        "task": "enhancement",
        "image": {"width": 21, "height": 13, "format": "PNG"},
        "output": {"width": 42, "height": 26, "media_type": "image/png", "bytes": len(made.body)},
    }
    assert all(seconds > 0 for seconds in made.timings)


def test_luma():
    """A network of one channel works on the luma; the colours are enlarged beside it."""
    image = Image.new("RGB", (20, 20), (120, 110, 130))
    before = image.convert("YCbCr").getpixel((0, 0))
    after = opened(ask(file(image), "L")).convert("YCbCr").getpixel((20, 20))
    assert np.abs(np.subtract(after, (255 - before[0], before[1], before[2]))).max() <= 3


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_grey(mode):
    """A grey image stays one."""
    made = opened(ask(file(Image.new("L", (5, 5), 100)), mode))
    assert (made.mode, made.getpixel((9, 9))) == ("L", 155)


def test_transparency():
    """Transparency is enlarged as it is, and does not go through the network."""
    image = Image.new("RGBA", (20, 20), (0, 0, 0, 77))
    made = opened(ask(file(image)))
    assert (made.mode, made.getpixel((3, 3))) == ("RGBA", (255, 255, 255, 77))


def test_profile():
    """The colour profile is kept."""
    made = opened(ask(file(Image.new("RGB", (4, 4)), icc_profile=b"a profile")))
    assert made.info["icc_profile"] == b"a profile"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_alike(kind):
    """Where nothing else is asked for, the answer has the format of what was sent."""
    sent = file(Image.new("RGB", (4, 4)), kind)
    assert media_types(doubling(), sent)[0] == f"image/{kind.lower()}"
    assert opened(ask(sent, parameters=Parameters())).format == kind


def test_quality():
    """A quality makes a JPEG larger or smaller."""
    sent = file(Image.radial_gradient("L").convert("RGB").crop((0, 0, 60, 60)))
    sizes = [
        len(ask(sent, parameters=Parameters(media_type="image/jpeg", options={"quality": text})).body)
        for text in ("10", "100")
    ]
    assert sizes[0] < sizes[1]


@pytest.mark.parametrize("text", ["0", "101", "high", "", "9.5", "٣"])
def test_bad_quality(text):
    """What is no quality is refused, with what was expected."""
    with pytest.raises(OptionError, match="Expected quality to be a whole number from 1 to 100"):
        ask(file(Image.new("RGB", (4, 4))), parameters=Parameters(options={"quality": text}))


def test_too_large():
    """The limit of pixels holds for what is sent."""
    with pytest.raises(ImageTooLargeError):
        ask(file(Image.new("L", (101, 100))))


@pytest.mark.parametrize("options", [{}, {"scale": 2}, {"scale": 2, "margin": 8}, {"scale": 0, "margin": 0}])
def test_bad_options(options):
    """A manifest without usable tiles is the owner's to mend."""
    with pytest.raises(ManifestError, match="margin"):
        answer(doubling(options=options), Doubling("RGB"), file(Image.new("L", (4, 4))), Parameters(), 100)
