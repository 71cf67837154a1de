import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from tintype.images import decode
from tintype.images.modes import flatten

_MODES = ["1", "L", "P", "RGB", "RGBA", "CMYK", "YCbCr", "HSV", "LAB", "I", "F", "LA", "PA", "RGBX", "RGBa", "La"]
_DEEP = ["I;16", "I;16L", "I;16B", "I;16N"]


def _of_mode(mode: str) -> Image.Image:
    """4 x 2 pixels of any mode, without transparency."""
    if mode in ("RGBA", "LA", "PA", "RGBa", "La"):
        straight = {"RGBa": "RGBA", "La": "LA"}.get(mode, mode)
        return Image.new("RGB", (4, 2), "white").convert("RGBA").convert(straight).convert(mode)
    if mode in ("HSV", "YCbCr", "CMYK", "RGBX"):
        return Image.new("RGB", (4, 2), "white").convert(mode)
    white = {"1": 1, "LAB": (255, 128, 128), "I": 255, "F": 1.0, "P": 0}
    image = Image.new(mode, (4, 2), white.get(mode, 65535 if mode in _DEEP else 255))
    if mode == "P":
        image.putpalette([255, 255, 255])
    if mode == "RGB":
        image = Image.new("RGB", (4, 2), "white")
    return image


@pytest.mark.parametrize("mode", ["L", "RGB"])
@pytest.mark.parametrize("source", [*_MODES, *_DEEP])
def test_white_stays_white(source, mode):
    """White of every mode that Pillow has is white in greyscale and in RGB."""
    flat = flatten(_of_mode(source), mode, 0)
    assert flat.mode == mode
    assert flat.size == (4, 2)
    assert np.asarray(flat).min() >= 254


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_no_copy(mode):
    """An image of the wanted mode is not copied."""
    image = Image.new(mode, (2, 2))
    assert flatten(image, mode, 0) is image


def test_luma():
    """Greyscale is ITU-R 601-2 luma."""
    for colour, luma in (((255, 0, 0), 76), ((0, 255, 0), 150), ((0, 0, 255), 29)):
        assert flatten(Image.new("RGB", (1, 1), colour), "L", 0).getpixel((0, 0)) == luma


def test_greyscale_to_rgb():
    """Grey has three equal channels in RGB."""
    assert flatten(Image.new("L", (1, 1), 77), "RGB", 0).getpixel((0, 0)) == (77, 77, 77)


@pytest.mark.parametrize(("alpha", "expected"), [(0, (200, 200, 200)), (255, (100, 0, 0)), (128, (150, 100, 100))])
@pytest.mark.parametrize("mode", ["RGBA", "RGBa"])
def test_background(mode, alpha, expected):
    """The background shows as much as a pixel is transparent."""
    flat = flatten(Image.new("RGBA", (1, 1), (100, 0, 0, alpha)).convert(mode), "RGB", 200)
    assert np.abs(np.subtract(flat.getpixel((0, 0)), expected)).max() <= 1


@pytest.mark.parametrize("background", [0, 255])
@pytest.mark.parametrize("mode", ["LA", "La", "PA"])
def test_background_of_grey(mode, background):
    """Grey images and palettes with an alpha channel show the background too."""
    clear = Image.new("LA", (1, 1), (90, 0)).convert("RGBA" if mode == "PA" else mode)
    if mode == "PA":
        clear = clear.convert("PA")
    assert flatten(clear, "L", background).getpixel((0, 0)) == background


@pytest.mark.parametrize("mode", ["L", "RGB", "P", "1"])
def test_transparent_colour(mode, encode):
    """A colour that a PNG declares transparent shows the background, whatever the mode."""
    colour = {"L": 7, "RGB": (7, 8, 9), "P": 1, "1": 1}[mode]
    image = Image.new(mode, (2, 1))
    image.putpixel((0, 0), colour)
    if mode == "P":
        image.putpalette([0, 0, 0, 7, 8, 9])
    picture = decode(encode(image, "PNG", transparency=colour))
    flat = flatten(picture.image, "L", 222)
    assert flat.getpixel((0, 0)) == 222
    assert flat.getpixel((1, 0)) == 0


def test_transparent_palette(encode):
    """A palette with an alpha for each entry is flattened by it."""
    image = Image.new("P", (2, 1))
    image.putpalette([0, 0, 0, 255, 255, 255])
    image.putpixel((1, 0), 1)
    picture = decode(encode(image, "PNG", transparency=bytes([255, 0])))
    flat = flatten(picture.image, "RGB", 100)
    assert [flat.getpixel((x, 0)) for x in (0, 1)] == [(0, 0, 0), (100, 100, 100)]


def test_transparent_gif(encode):
    """A GIF's transparent colour shows the background."""
    image = Image.new("P", (2, 1))
    image.putpalette([10, 10, 10, 200, 200, 200])
    image.putpixel((1, 0), 1)
    flat = flatten(decode(encode(image, "GIF", transparency=1)).image, "L", 50)
    assert [flat.getpixel((x, 0)) for x in (0, 1)] == [10, 50]


def _png(colour: int, samples: tuple[int, ...], transparent: tuple[int, ...]) -> bytes:
    """One pixel of 16 bits per sample, with a transparent colour."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 1, 1, 16, colour, 0, 0, 0)
    row = b"\0" + struct.pack(f">{len(samples)}H", *samples)
    clear = struct.pack(f">{len(transparent)}H", *transparent)
    chunks = chunk(b"IHDR", header) + chunk(b"tRNS", clear) + chunk(b"IDAT", zlib.compress(row)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


@pytest.mark.parametrize("mode", ["L", "RGB"])
@pytest.mark.parametrize(("colour", "channels"), [(0, 1), (2, 3)])
def test_transparent_16_bits(colour, channels, mode):
    """A 16-bit PNG with a transparent colour keeps the pixels that have another."""
    picture = decode(_png(colour, (65535,) * channels, (4660,) * channels))
    assert np.asarray(flatten(picture.image, mode, 0)).min() == 255


@pytest.mark.parametrize(
    ("wide", "byte"), [(0, 0), (65535, 255), (257, 1), (32768, 128), (128, 0), (129, 1), (65278, 254)]
)
def test_16_bits(wide, byte, encode):
    """Sixteen bits are scaled to eight by 257, and rounded."""
    for kind in ("PNG", "TIFF"):
        image = decode(encode(Image.new("I;16", (1, 1), wide), kind)).image
        assert flatten(image, "L", 0).getpixel((0, 0)) == byte


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0.0, 0.5, 1.0], [0, 128, 255]),
        ([0.0, 127.6, 255.0], [0, 128, 255]),
        ([0.0, 257.0, 65535.0], [0, 1, 255]),
        ([-5.0, 0.0, 300.0 * 257], [0, 0, 255]),
    ],
)
def test_floats(values, expected):
    """Floats to 1, to 255 and to 65,535 are told apart by the largest, scaled, rounded and kept within limits."""
    image = Image.fromarray(np.array([values], "float32"))
    assert list(np.asarray(flatten(image, "L", 0)).ravel()) == expected


@pytest.mark.parametrize(("values", "expected"), [([0, 1, 255], [0, 1, 255]), ([0, 257, 65535], [0, 1, 255])])
def test_32_bits(values, expected):
    """Integers of 32 bits are taken for 8 bits while none is larger, for 16 otherwise."""
    image = Image.fromarray(np.array([values], "int32"))
    assert list(np.asarray(flatten(image, "L", 0)).ravel()) == expected
