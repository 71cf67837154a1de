from __future__ import annotations

import sys
from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from PIL.ImageChops import difference

from tests.models.published import FURTHER, file, manifest
from tests.support import coarse
from tintype import runtimes
from tintype.errors import (
    ImageTooLargeError,
    ManifestError,
    ModelFileError,
    OptionError,
    OtherWriterError,
    TruncatedImageError,
)
from tintype.images.container import MEDIA_TYPE, pack, unpack
from tintype.tasks import Parameters, answer, media_types, prepare
from tintype.tasks.compression import encoding
from tintype.tensor import TensorSpec

MOST = 10_000
pytestmark = pytest.mark.usefixtures("coarse_codec")


@pytest.fixture(scope="module")
def network():
    network = runtimes.load("litert", bytearray(file("coder")))
    yield network
    network.close()


@pytest.fixture
def ask(network):
    """Return a function that asks the version about a file."""

    def asking(data, kind="", said=None, **options):
        said = said or manifest("coder")
        wanted = kind or media_types(said, data)[0]
        prepared = prepare(said, FURTHER["coder"])
        return answer(said, network, data, Parameters(media_type=wanted, options=options), MOST, prepared)

    return asking


def written(image, kind="PNG", **options):
    stream = BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def picture(width=50, height=37, mode="RGB"):
    """Return a picture in which every place differs from the next."""
    slopes = Image.linear_gradient("L").resize((width, height)), Image.radial_gradient("L").resize((width, height))
    whole = Image.merge("RGBA", (*slopes, slopes[0].transpose(0), slopes[1]))
    return whole.convert(mode)


def opened(result):
    return Image.open(BytesIO(result.body))


def brightened(image, quality):
    """Return what the coarse codec and the test's network make of an image."""
    factor = int(coarse.step(quality))
    return image.point(lambda value: min(255, value // factor * factor + factor // 2))


def test_there_and_back(ask):
    """A picture comes back as the codec and the network make it, in every tile, whatever its size."""
    image = picture()
    made = ask(written(image), quality="70")
    assert made.media_type == MEDIA_TYPE
    assert opened(ask(made.body)).tobytes() == brightened(image, 70).tobytes()


def test_document(ask):
    """A document says what the file costs and how much it lost, and has the file."""
    image, sent = picture(), written(picture())
    made = ask(sent, "application/json", quality="80")
    assert made.document["image"] == {"width": 50, "height": 37, "format": "PNG", "bytes": len(sent)}
    output = made.document["output"]
    assert output["bits_per_pixel"] == round(8 * len(made.body) / (50 * 37), 4)
    lost = np.asarray(difference(image, brightened(image, 80)), float)
    assert output["psnr"] == pytest.approx(10 * np.log10(255**2 / (lost**2).mean()), abs=0.01)
    assert 0.8 < output["ssim"] < 1
    assert (output["media_type"], output["bytes"], output["quality"]) == (MEDIA_TYPE, len(made.body), 80)
    assert all(seconds >= 0 for seconds in made.timings)


def test_document_of_a_large_image(ask, monkeypatch):
    """What a large image lost is not measured: that takes longer than to write it."""
    monkeypatch.setattr(encoding, "MEASURED", 1000)
    output = ask(written(picture()), "application/json").document["output"]
    assert output.keys() == {"width", "height", "media_type", "bytes", "quality", "bits_per_pixel"}


def test_lossless(ask):
    """Where no pixel differs, there is no number of decibels."""
    output = ask(written(picture()), "application/json", quality="100").document["output"]
    assert (output["psnr"], output["ssim"]) == (None, 1.0)


def test_document_of_a_file(ask):
    """A document of a file of the codec's says how it was written, and has the picture as PNG."""
    sent = ask(written(picture()), quality="20").body
    made = ask(sent, "application/json")
    size = {"width": 50, "height": 37}
    assert made.document == {
        "task": "compression",
        "image": {**size, "format": "Tintype", "bytes": len(sent), "quality": 20},
        "output": {**size, "media_type": "image/png", "bytes": len(made.body)},
    }
    assert opened(made).format == "PNG"


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp"])
def test_formats(ask, kind):
    """A file becomes a picture in the format that is asked for."""
    sent = ask(written(picture())).body
    made = ask(sent, f"image/{kind}", quality="90")
    assert (opened(made).format.lower(), made.media_type) == (kind, f"image/{kind}")


def test_grey(ask):
    """A grey picture comes back with one channel."""
    image = picture(mode="L")
    made = opened(ask(ask(written(image), quality="100").body))
    assert (made.mode, made.tobytes()) == ("L", image.tobytes())


def test_transparency(ask):
    """Transparency comes back without loss, with the colours under it."""
    image = picture(mode="RGBA")
    made = opened(ask(ask(written(image), quality="100").body))
    assert (made.mode, made.tobytes()) == ("RGBA", image.tobytes())


def test_opaque(ask):
    """Transparency of which there is none costs nothing."""
    image = picture(mode="RGBA")
    image.putalpha(255)
    sent = ask(written(image)).body
    assert unpack(sent, MOST).alpha is None
    assert opened(ask(sent)).mode == "RGB"


def test_grey_transparency(ask):
    """A grey picture with transparency comes back as one."""
    image = picture(mode="LA")
    made = opened(ask(ask(written(image), quality="100").body))
    assert (made.mode, made.tobytes()) == ("LA", image.tobytes())


def test_profile(ask):
    """The colour profile comes back."""
    sent = ask(written(picture(), icc_profile=b"a profile" * 50)).body
    for kind in ("image/png", "image/jpeg", "image/webp"):
        assert opened(ask(sent, kind)).info["icc_profile"] == b"a profile" * 50


def test_upright(ask):
    """A photograph that lies on its side is written upright."""
    exif = Image.Exif()
    exif[0x0112] = 6
    coded = unpack(ask(written(picture(), "JPEG", exif=exif)).body, MOST)
    assert (coded.width, coded.height) == (37, 50)


def test_usual_quality(ask):
    """The version says the quality of those who name none."""
    said = manifest("coder", options={"margin": 2, "quality": 61})
    assert unpack(ask(written(picture()), said=said).body, MOST).quality == 61
    assert unpack(ask(written(picture())).body, MOST).quality == 50


def test_bad_quality(ask):
    """What is no quality is refused, of either way."""
    sent = ask(written(picture())).body
    for data in (sent, written(picture())):
        with pytest.raises(OptionError, match="Expected quality to be a whole number from 1 to 100"):
            ask(data, quality="0")


def test_too_large(ask):
    """The limit of pixels holds for images and for files."""
    with pytest.raises(ImageTooLargeError):
        ask(written(Image.new("L", (101, 100))))
    with pytest.raises(ImageTooLargeError):
        ask(pack(unpack(ask(written(picture())).body, MOST)._replace(width=101, height=100)))


@pytest.mark.parametrize("changes", [{"digest": b"x" * 32}, {"tables": b"x" * 8}], ids=str)
def test_other_writer(ask, changes):
    """A version reads nobody's files but its own: one of the same number with another file is another model's."""
    coded = unpack(ask(written(picture())).body, MOST)
    with pytest.raises(OtherWriterError, match=f"sha256:{manifest('coder').digest}.*received one of another model"):
        ask(pack(coded._replace(writer=coded.writer._replace(**changes))))


def test_other_number(ask):
    """A version reads its own files also under another number, as after an import into another registry."""
    sent = ask(written(picture()), said=manifest("coder", version=7)).body
    assert unpack(sent, MOST).writer.version == 7
    assert ask(sent).media_type == "image/png"


@pytest.mark.parametrize("payload", [b"", b"no payload", coarse.zlib.compress(b"too short")], ids=str)
def test_damaged_payload(ask, payload):
    """A payload that the codec cannot read is a damaged file's, also where its checksum is right."""
    coded = unpack(ask(written(picture())).body, MOST)
    with pytest.raises(TruncatedImageError):
        ask(pack(coded._replace(payload=payload)))


@pytest.mark.parametrize("alpha", [b"no PNG", written(picture(mode="RGB")), written(picture(10, 10, "L"))], ids=len)
def test_damaged_transparency(ask, alpha):
    """Transparency that is no plane of the picture's size is a damaged file's."""
    coded = unpack(ask(written(picture())).body, MOST)
    with pytest.raises(TruncatedImageError):
        ask(pack(coded._replace(alpha=alpha)))


def test_no_step(ask):
    """A version whose network takes no step is its owner's to mend."""
    said = manifest("coder", inputs=(TensorSpec("image", "uint8", (1, 16, 16, 3)),))
    with pytest.raises(ManifestError, match="a tile and for the step"):
        ask(written(picture()), said=said)


def test_no_library(monkeypatch):
    """Where the library for the codec is missing, a version cannot be served, and the logs say why."""
    monkeypatch.setitem(sys.modules, "tintype.codec", None)
    with pytest.raises(ModelFileError) as caught:
        prepare(manifest("coder"), FURTHER["coder"])
    assert "arm64 has no constriction" in caught.value.detail
