import struct
import time
import tracemalloc
import warnings
import zlib
from io import BytesIO

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from tintype.errors import ImageError, ImageTooLargeError, NotAnImageError, TruncatedImageError, UnsupportedImageError
from tintype.images import decode

_LOSSLESS = [
    ("PNG", {}),
    ("PNG", {"optimize": True}),
    ("WebP", {"lossless": True}),
    ("BMP", {}),
    ("TIFF", {}),
    ("TIFF", {"compression": "tiff_lzw"}),
    ("TIFF", {"compression": "tiff_adobe_deflate"}),
    ("TIFF", {"compression": "packbits"}),
    ("TIFF", {"big_tiff": True}),
    ("GIF", {}),
]
_MAGICS = [
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"GIF89a",
    b"BM",
    b"II*\x00",
    b"MM\x00*",
    b"II+\x00",
    b"RIFF\x00\x00\x00\x00WEBP",
]


def _error(data: bytes) -> ImageError | None:
    try:
        decode(data)
    except ImageError as error:
        return error
    return None


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _tiff(entries: list[tuple[int, int, int]]) -> bytes:
    """A little-endian TIFF with one directory of (tag, type, value), and some bytes of pixels."""
    packed = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in sorted(entries))
    return b"II*\0" + struct.pack("<IH", 8, len(entries)) + packed + bytes(68)


@pytest.mark.parametrize(("kind", "options"), _LOSSLESS)
def test_lossless(kind, options, encode, quarters):
    """The pixels of a lossless file come back as they are, with the format and the size."""
    picture = decode(encode(quarters, kind, **options))
    np.testing.assert_array_equal(np.asarray(picture.image.convert("RGB")), np.asarray(quarters))
    assert (picture.kind, picture.width, picture.height) == (kind, 24, 16)


@pytest.mark.parametrize(
    ("kind", "options"), [("JPEG", {"quality": 95}), ("JPEG", {"progressive": True}), ("WebP", {})]
)
def test_lossy(kind, options, encode):
    """A lossy file of a smooth picture comes back nearly as it is."""
    smooth = Image.linear_gradient("L").resize((64, 64)).convert("RGB")
    picture = decode(encode(smooth, kind, **options))
    assert np.abs(np.asarray(picture.image, int) - np.asarray(smooth, int)).max() <= 4


@pytest.mark.parametrize("kind", ["PNG", "WebP", "TIFF"])
def test_alpha(kind, encode):
    """Transparency is kept, for the background to show through."""
    image = Image.new("RGBA", (4, 4), (255, 0, 0, 128))
    options = {"lossless": True} if kind == "WebP" else {}
    assert decode(encode(image, kind, **options)).image.getpixel((1, 1)) == (255, 0, 0, 128)


@pytest.mark.parametrize("kind", ["GIF", "WebP", "PNG", "TIFF"])
def test_first_frame(kind, encode):
    """Of an animation or of several pages the first is decoded."""
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue", "lime")]
    data = encode(frames[0], kind, save_all=True, append_images=frames[1:])
    red, green, blue = decode(data).image.convert("RGB").getpixel((3, 3))
    assert red > 250
    assert green < 5
    assert blue < 5


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        *[(mode, "PNG") for mode in ("I;16", "1", "P", "LA")],
        *[(mode, "TIFF") for mode in ("I;16", "I;16B", "I", "F", "1", "P", "CMYK", "LAB")],
        *[(mode, "JPEG") for mode in ("L", "CMYK", "YCbCr")],
    ],
)
def test_modes_of_files(mode, kind, encode):
    """Files of 16 bits, floats, four inks, palettes and single bits are decoded."""
    picture = decode(encode(Image.new(mode, (5, 3)), kind))
    assert picture.image.size == (5, 3)


def test_big_endian_tiff(encode):
    """A TIFF that begins with MM is read like one that begins with II."""
    data = encode(Image.new("I;16B", (2, 1), 0x1234), "TIFF")
    assert data.startswith(b"MM")
    assert decode(data).image.getpixel((0, 0)) == 0x1234


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WebP", "TIFF"])
def test_orientation(kind, orientation, encode, quarters):
    """Each of Exif's eight orientations gives the upright picture that a viewer shows, and its size."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    options = {"PNG": {}, "JPEG": {"quality": 95, "subsampling": 0}, "WebP": {"lossless": True}, "TIFF": {}}[kind]
    stored = quarters.transpose(_STORED[orientation]) if orientation > 1 else quarters
    data = encode(stored, kind, exif=exif, **options)
    picture = decode(data)
    assert (picture.width, picture.height) == picture.image.size == (24, 16)
    assert np.abs(np.asarray(picture.image.convert("RGB"), int) - np.asarray(quarters, int)).max() <= 40


_STORED = {  # how an upright picture is stored so that the orientation turns it back
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def test_orientation_behind_the_pixels(encode, quarters):
    """A PNG may have its Exif chunk behind the pixels: it counts all the same."""
    exif = Image.Exif()
    exif[0x0112] = 6
    data = encode(quarters.transpose(Image.Transpose.ROTATE_90), "PNG")
    chunk = _chunk(b"eXIf", exif.tobytes().removeprefix(b"Exif\0\0"))
    picture = decode(data[:-12] + chunk + data[-12:])
    assert (picture.width, picture.height) == picture.image.size == (24, 16)


@pytest.mark.parametrize("value", [0, 9, 255, 65535])
def test_orientation_out_of_range(value, encode, quarters):
    """An orientation that does not exist turns nothing."""
    exif = Image.Exif()
    exif[0x0112] = value
    assert decode(encode(quarters, "PNG", exif=exif)).image.size == (24, 16)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WebP"])
@pytest.mark.parametrize(
    "exif", [b"Exif\0\0", b"Exif\0\0nonsense", b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0MM\0*\0\0"]
)
def test_damaged_exif(kind, exif, encode, quarters):
    """A file whose metadata alone are damaged is decoded as it lies."""
    assert decode(encode(quarters, kind, exif=b"Exif\0\0" + exif)).image.size == (24, 16)


@pytest.mark.parametrize("size", [(1, 1), (1, 3000), (3000, 1), (65500, 1)])
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "TIFF"])
def test_extreme_sizes(kind, size, encode):
    """One pixel, and strips of one pixel's width, are images."""
    assert decode(encode(Image.new("L", size), kind)).image.size == size


@pytest.mark.parametrize("orientation", [1, 6])
def test_draft(encode, orientation):
    """A large JPEG is decoded smaller, stays at least twice as large as asked and close to the whole, and upright."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    y, x = np.mgrid[0:600, 0:800]
    pixels = np.stack([x * 255 / 799, y * 255 / 599, (x + y) * 255 / 1398], -1).astype("uint8")
    data = encode(Image.fromarray(pixels), "JPEG", quality=95, exif=exif)
    whole, draft = decode(data), decode(data, at_least=(28, 28))
    assert (draft.width, draft.height) == (whole.width, whole.height) == whole.image.size
    assert 56 <= min(draft.image.size) < 150
    small = [np.asarray(p.image.resize((28, 28), Image.Resampling.BILINEAR), int) for p in (whole, draft)]
    assert np.abs(small[0] - small[1]).max() <= 4


@pytest.mark.parametrize("asked", [(28, 28), (400, 10), (10, 301), (5000, 5000)])
def test_draft_is_large_enough(asked, encode):
    """Whatever is asked for, a smaller decode has at least twice that on each side, or all pixels."""
    picture = decode(encode(Image.new("L", (800, 600)), "JPEG"), at_least=asked)
    side = 2 * max(asked)
    assert picture.image.size == (800, 600) or min(picture.image.size) >= side


@pytest.mark.parametrize("data", [b"", b"hello, world", b"<html></html>"])
def test_not_an_image(data):
    """What is no image is said to be none."""
    with pytest.raises(NotAnImageError):
        decode(data)


def test_refused_format():
    """A format that is not decoded here is refused by its name."""
    with pytest.raises(UnsupportedImageError, match="PDF"):
        decode(b"%PDF-1.7")


@pytest.mark.parametrize(("kind", "options"), [*_LOSSLESS, ("JPEG", {}), ("JPEG", {"progressive": True}), ("WebP", {})])
def test_every_truncation(kind, options, encode):
    """Wherever a file ends early, the answer is an error of the caller, or an image if only its tail is missing."""
    image = Image.radial_gradient("L").resize((24, 16)).convert("RGB")
    data = encode(image, kind, **options)
    step = max(1, len(data) // 150)
    errors = [_error(data[:length]) for length in range(0, len(data), step)]
    assert all(error is None or 400 <= error.status < 500 for error in errors)
    assert all(isinstance(error, NotAnImageError | TruncatedImageError) for error in errors[: len(errors) // 2])


@given(st.sampled_from(_MAGICS), st.binary(max_size=300))
@example(b"BM", bytes(52))
@example(b"GIF89a", bytes(300))
def test_random_bytes(magic, rest):
    """Whatever follows a format's first bytes, the answer is an image or an error of the caller."""
    error = _error(magic + rest)
    assert error is None or error.status < 500


@given(data=st.data())
def test_flipped_bits(data, encode):
    """Whatever bits of a file flip, the answer is an image or an error of the caller."""
    kind, options = data.draw(st.sampled_from([*_LOSSLESS, ("JPEG", {}), ("WebP", {})]))
    exif = Image.Exif()
    exif[0x0112] = 6
    if kind not in ("GIF", "BMP"):
        options = {**options, "exif": exif}
    file = bytearray(encode(Image.new("RGB", (9, 7), "teal"), kind, **options))
    for _ in range(data.draw(st.integers(1, 4))):
        file[data.draw(st.integers(0, len(file) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    error = _error(bytes(file))
    assert error is None or error.status < 500


def _png_bomb(side: int) -> bytes:
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(100_000), 9)
    return _MAGICS[0] + _chunk(b"IHDR", header) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def _patched(data: bytes, before: bytes, after: bytes) -> bytes:
    assert data.count(before) == 1
    return data.replace(before, after)


def _bombs() -> dict[str, bytes]:
    def file(kind: str) -> bytes:
        written = BytesIO()
        Image.new("RGB", (321, 123)).save(written, kind)
        return written.getvalue()

    side = 60_000
    gif_size, gif_bomb = struct.pack("<HH", 321, 123), struct.pack("<HH", side, side)
    gif = file("GIF")
    frame = gif.rindex(gif_size)
    canvas = (16_383).to_bytes(3, "little")
    tiff = [(256, 4, side), (257, 4, side), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, 8), (278, 4, side)]
    return {
        "PNG": _png_bomb(side),
        "JPEG": _patched(file("JPEG"), struct.pack(">HH", 123, 321), struct.pack(">HH", side, side)),
        "GIF": gif[:6] + gif_bomb + gif[10:],
        "GIF, its frame": gif[:frame] + gif_bomb + gif[frame + 4 :],
        "BMP": _patched(file("BMP"), struct.pack("<ii", 321, 123), struct.pack("<ii", side, side)),
        "TIFF": _tiff([*tiff, (277, 3, 1), (279, 4, 16)]),
        "WebP, extended": b"RIFF\x16\x00\x00\x00WEBPVP8X\n\x00\x00\x00" + bytes(4) + canvas + canvas,
        "WebP, lossless": b"RIFF\x16\x00\x00\x00WEBPVP8L\x0a\x00\x00\x00\x2f" + b"\xff" * 4 + bytes(5),
        "WebP, lossy": b"RIFF\x16\x00\x00\x00WEBPVP8 \x0a\x00\x00\x00\x10\x00\x00\x9d\x01\x2a\xff\x3f\xff\x3f",
    }


@pytest.mark.parametrize("name", _bombs())
def test_bombs(name):
    """A header that promises too many pixels is refused at once, without memory for them."""
    data = _bombs()[name]
    decode_small = BytesIO()
    Image.new("L", (1, 1)).save(decode_small, name.split(",")[0])
    decode(decode_small.getvalue())  # imports the plug-in
    tracemalloc.start()
    began = time.perf_counter()
    with pytest.raises(ImageTooLargeError, match="Expected at most 50,000,000 pixels"):
        decode(data)
    assert time.perf_counter() - began < 1  # the pixels would take many
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("compression", [1, 5, 8])
def test_tiles_that_lie(compression):
    """A small TIFF whose tiles pretend to be huge is damaged, and found out at once."""
    small = [(256, 4, 100), (257, 4, 100), (258, 3, 8), (259, 3, compression), (262, 3, 1), (277, 3, 1)]
    began = time.perf_counter()
    with pytest.raises(TruncatedImageError):
        decode(_tiff([*small, (322, 4, 60_000), (323, 4, 60_000), (324, 4, 8), (325, 4, 16)]))
    assert time.perf_counter() - began < 1


def test_limit_is_exact(encode):
    """As many pixels as the limit are taken, one more is refused."""
    data = encode(Image.new("L", (10, 10)), "PNG")
    assert decode(data, max_pixels=100).width == 10
    with pytest.raises(ImageTooLargeError, match="10 x 10 = 100"):
        decode(data, max_pixels=99)


def test_limit_above_that_of_pillow(encode, monkeypatch):
    """Pillow's own limit counts for nothing, and is as before afterwards."""
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10)
    frames = [Image.new("L", (8, 8), value) for value in (0, 255)]
    for kind in ("GIF", "WebP", "TIFF", "PNG"):
        assert decode(encode(frames[0], kind, save_all=True, append_images=frames[1:])).width == 8
    assert Image.MAX_IMAGE_PIXELS == 10


def test_no_warnings(encode):
    """What Pillow warns of while it decodes reaches nobody."""
    damaged = _tiff([(256, 4, 4), (257, 4, 4), (258, 3, 8), (262, 3, 1), (273, 4, 8), (278, 4, 4), (279, 4, 16)])
    damaged = damaged.replace(struct.pack("<H", 7), struct.pack("<H", 40), 1)
    palette = Image.new("P", (4, 4))
    files = [damaged, damaged[:40], encode(palette, "PNG", transparency=bytes(range(200)))]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for data in files:
            _error(data)
    assert caught == []
