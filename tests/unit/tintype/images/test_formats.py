import struct
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tintype.errors import NotAnImageError, UnsupportedImageError
from tintype.images.formats import open_file, sniff, webp_size

_KINDS = {"PNG": "PNG", "JPEG": "JPEG", "WebP": "WEBP", "GIF": "GIF", "BMP": "BMP", "TIFF": "TIFF"}


def _box(brand: bytes) -> bytes:
    return b"\x00\x00\x00\x1cftyp" + brand + b"\x00\x00\x00\x00"


@pytest.mark.parametrize("kind", _KINDS)
def test_own_format(kind, encode, quarters):
    """A file that Pillow writes is known by its first bytes and opened by the plug-in of its format."""
    data = encode(quarters, kind)
    assert sniff(data) == kind
    assert open_file(data, kind).format == _KINDS[kind]


@pytest.mark.parametrize("big_tiff", [False, True])
@pytest.mark.parametrize("order", ["<", ">"])
def test_tiff_magics(order, big_tiff):
    """TIFF and BigTIFF are known in both byte orders."""
    mark = b"II" if order == "<" else b"MM"
    assert sniff(mark + struct.pack(f"{order}H", 43 if big_tiff else 42)) == "TIFF"


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b"%PDF-1.7\n", "a PDF document"),
        (b"8BPS\x00\x01", "a Photoshop document"),
        (_box(b"heic"), "HEIC or AVIF"),
        (_box(b"avif"), "HEIC or AVIF"),
        (_box(b"mif1"), "HEIC or AVIF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"\n  <?xml version='1.0'?><svg/>", "SVG"),
        (b"\xef\xbb\xbf<svg/>", "SVG"),
        (b"<svg\nwidth='1'/>", "SVG"),
        (b"<!DOCTYPE svg PUBLIC><svg/>", "SVG"),
        (b"<!-- made by hand --><svg/>", "SVG"),
        (b"\x00\x00\x00\x0cJXL \r\n\x87\n", "JPEG XL"),
        (b"\xff\x0a\x00", "JPEG XL"),
        (b"v/1\x01\x02", "OpenEXR"),
        (b"qoif", "QOI"),
        (b"DDS |", "DDS"),
    ],
)
def test_refused_formats(data, named):
    """A format that is not decoded here is called by its name."""
    with pytest.raises(UnsupportedImageError, match=named):
        sniff(data)


@pytest.mark.parametrize(
    ("kind", "named", "options"),
    [
        ("ICO", "an ICO icon", {}),
        ("JPEG2000", "JPEG 2000", {}),
        ("JPEG2000", "JPEG 2000", {"no_jp2": True}),
        ("AVIF", "HEIC or AVIF", {}),
        ("PDF", "a PDF document", {}),
    ],
)
def test_refused_files(kind, named, options, encode, quarters):
    """So is a file of such a format that Pillow writes."""
    with pytest.raises(UnsupportedImageError, match=named):
        sniff(encode(quarters, kind, **options))


@pytest.mark.parametrize(
    "data", [b"", b"\x89", b"\x89PNG", b"RIFF\x00\x00\x00\x00WAVE", b"hello", b"<html>", b"\x00" * 64, b"{}"]
)
def test_no_image(data):
    """What begins like no image is none."""
    with pytest.raises(NotAnImageError):
        sniff(data)


@given(st.binary(max_size=64))
def test_any_bytes(data):
    """Any bytes are an image's kind or one of two errors."""
    try:
        assert sniff(data) in _KINDS
    except (NotAnImageError, UnsupportedImageError):
        return


@pytest.mark.parametrize("size", [(1, 1), (3, 2), (257, 130), (1, 1000), (1000, 1)])
@pytest.mark.parametrize("options", [{}, {"lossless": True}, {"exif": b"Exif\0\0"}, {"lossless": True, "exact": True}])
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_webp_size(encode, mode, options, size):
    """The size in a WebP header is the one that Pillow finds, whether lossy, lossless or extended."""
    data = encode(Image.new(mode, size, (10, 200, 30, 128)[: len(mode)]), "WebP", **options)
    assert webp_size(data) == Image.open(BytesIO(data)).size == size


def test_webp_size_of_animation(encode):
    """An animation's size is its canvas."""
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "blue")]
    assert webp_size(encode(frames[0], "WebP", save_all=True, append_images=frames[1:])) == (40, 30)


@given(st.binary(max_size=30))
def test_webp_size_of_anything(data):
    """A header that ends early has a size all the same: what is wrong with it is the decoder's to say."""
    width, height = webp_size(data)
    assert width >= 0
    assert height >= 0
