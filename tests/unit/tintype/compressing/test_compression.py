from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from tests.support.pictures import pixels, saved
from tintype.compressing import Wishes, compress
from tintype.compressing.formats import AVIF, read
from tintype.errors import OptionError, TruncatedImageError
from tintype.images.writing import JPEG, WEBP

BOTH = (WEBP, JPEG)
MOST = 1_000_000


def made(data, *formats, **wishes):
    return compress(data, Wishes(formats or BOTH, **wishes), MOST)


def test_smallest_at_equal_quality(png):
    """The winner is the smallest of those that come as close to the image as JPEG does."""
    found = made(png, WEBP, JPEG, AVIF, quality=70)
    jpeg = next(each for each in found.tried if each.media_type == JPEG)
    assert {each.media_type for each in found.tried} == {WEBP, JPEG, AVIF}
    assert all(each.psnr >= jpeg.psnr for each in found.tried)
    assert len(found.best.data) == min(len(each.data) for each in found.tried) < len(png)
    assert 0.5 < found.similarity < 1


@pytest.mark.parametrize("kind", [WEBP, JPEG, AVIF])
def test_named_format(png, kind):
    """A format that is named is written at its own quality."""
    found = made(png, kind, quality=63, named=True)
    assert (found.best.media_type, found.best.quality) == (kind, 63)
    assert read(found.best.data, kind).size == (160, 120)


def test_psnr(png):
    """A wished ratio is reached."""
    assert made(png, psnr=34.0).best.psnr >= 34.0


def test_progressive(png):
    """JPEG is progressive."""
    assert read(made(png, JPEG, named=True).best.data, JPEG).info["progressive"]


def test_bytes(png):
    """A file that may not be larger has the best quality that fits."""
    found = made(png, quality=95, most_bytes=2500)
    assert len(found.best.data) <= 2500
    assert found.best.quality < 95


def test_out_of_reach(png):
    """A size that no quality reaches is refused, with one that is reached."""
    with pytest.raises(OptionError, match="or more for this image"):
        made(png, most_bytes=20)


def test_harmless(photograph):
    """A file that is better already is left alone, whatever is wished of its quality."""
    small = saved(photograph, "WEBP", quality=20)
    found = made(small, quality=90)
    assert found.best is None
    assert found.similarity == 1


def test_animation(photograph):
    """An animation is left alone: no frame is lost."""
    frames = [photograph.rotate(angle) for angle in (10, 20)]
    found = made(saved(photograph, "GIF", save_all=True, append_images=frames))
    assert (found.best, found.tried) == (None, ())


@pytest.mark.parametrize("image", [Image.new("I;16", (9, 9)), Image.new("CMYK", (9, 9))])
def test_more_than_the_formats_hold(image):
    """More bits than eight, and inks, are left alone; a size that they exceed is refused."""
    data = saved(image, "TIFF")
    assert made(data).best is None
    with pytest.raises(OptionError, match="left as it is"):
        made(data, most_bytes=5)


def test_transparency(photograph):
    """Transparency is kept; JPEG, which has none, does not take part."""
    image = photograph.copy()
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    found = made(saved(image))
    assert {each.media_type for each in found.tried} == {WEBP}
    assert read(found.best.data, WEBP).getchannel("A").tobytes() == image.getchannel("A").tobytes()


def test_opaque_alpha(photograph):
    """An alpha channel that hides nothing keeps no format away."""
    assert JPEG in {each.media_type for each in made(saved(photograph.convert("RGBA"))).tried}


def test_profile(photograph):
    """The colour profile stays with the pixels."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    found = made(saved(photograph, icc_profile=profile), psnr=30.0)
    assert read(found.best.data, found.best.media_type).info["icc_profile"] == profile


def test_grey_with_a_profile(photograph):
    """A profile for grey stays with one channel, which JPEG alone has."""
    found = made(saved(photograph.convert("L"), icc_profile=b"a profile for grey"))
    assert {each.media_type for each in found.tried} == {JPEG}
    assert read(found.best.data, JPEG).mode == "L"


def test_orientation(photograph):
    """The pixels are upright, as Exif says, which is left out."""
    exif = Image.Exif()
    exif[0x0112] = 6
    found = made(saved(photograph, exif=exif))
    assert read(found.best.data, found.best.media_type).size == (120, 160)


def test_time(png, monkeypatch):
    """Of an image for which time is short only the quickest format is tried, and a named one always."""
    monkeypatch.setattr("tintype.compressing.compression.SECONDS", 0.0)
    assert {each.media_type for each in made(png).tried} == {JPEG}
    assert {each.media_type for each in made(png, AVIF, psnr=30.0, named=True).tried} == {AVIF}


def test_cut(png):
    """A damaged file is refused, not given back."""
    with pytest.raises(TruncatedImageError):
        made(png[:-2000])


@settings(max_examples=40, deadline=None)
@given(
    width=st.integers(1, 40),
    height=st.integers(1, 40),
    mode=st.sampled_from(["1", "L", "LA", "P", "RGB", "RGBA"]),
    quality=st.integers(1, 100),
)
def test_never_larger(width, height, mode, quality):
    """Whatever is sent, what comes back is no larger."""
    data = saved(Image.fromarray(pixels(width, height)).convert(mode))
    found = made(data, quality=quality)
    assert found.best is None or len(found.best.data) < len(data)
