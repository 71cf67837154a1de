import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tintype.images import Preprocessing, to_tensor

_SIDES = st.integers(1, 60)


def _noise(mode: str, width: int, height: int) -> Image.Image:
    shape = (height, width) if mode == "L" else (height, width, 3)
    return Image.fromarray(np.random.default_rng(7).integers(0, 256, shape, "uint8"))


def _array(image: Image.Image, how: Preprocessing) -> np.ndarray:
    return np.frombuffer(to_tensor(image, how), how.dtype).reshape(how.shape)


@pytest.mark.parametrize("mode", ["L", "RGB"])
@pytest.mark.parametrize(
    ("scale", "offset"),
    [((1.0,), (0.0,)), ((1 / 255,), (0.0,)), ((1 / 127.5,), (-1.0,)), ((0.01, 0.02, 0.03), (-1.0, 0.5, 2.0))],
)
def test_reference(mode, scale, offset):
    """Values are pixel * scale + offset per channel, as NumPy computes them from the same pixels."""
    image = _noise(mode, 7, 5)
    how = Preprocessing(7, 5, mode, scale=scale, offset=offset)
    pixels = np.asarray(image, "float64").reshape(1, 5, 7, how.channels)
    scales = np.array(scale * 3)[: how.channels]
    offsets = np.array(offset * 3)[: how.channels]
    np.testing.assert_allclose(_array(image, how), pixels * scales + offsets, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_uint8(mode):
    """uint8 takes the pixels as they are, unless a scale or an offset is given."""
    image = _noise(mode, 7, 5)
    np.testing.assert_array_equal(_array(image, Preprocessing(7, 5, mode, "uint8")).ravel(), np.asarray(image).ravel())


@pytest.mark.parametrize("dtype", ["uint8", "int8"])
@pytest.mark.parametrize("mode", ["L", "RGB"])
@pytest.mark.parametrize(
    ("scale", "offset"), [((1.0,), (-128.0,)), ((0.5,), (3.3,)), ((0.91, 1.3, 2.0), (-70.2, -128.0, 5.0))]
)
def test_rounded(mode, dtype, scale, offset):
    """Quantised values are rounded, and end where the dtype ends."""
    image = _noise(mode, 7, 5)
    how = Preprocessing(7, 5, mode, dtype, scale, offset)
    exact = np.asarray(image, "float64").reshape(1, 5, 7, how.channels)
    exact = exact * np.array(scale * 3)[: how.channels] + np.array(offset * 3)[: how.channels]
    limits = np.iinfo(dtype)
    np.testing.assert_array_equal(_array(image, how), exact.round().clip(limits.min, limits.max))


@pytest.mark.parametrize("dtype", ["float32", "uint8", "int8"])
def test_bgr(dtype):
    """BGR is RGB with the channels the other way round, and the scale is that of the tensor's channel."""
    image = _noise("RGB", 7, 5)
    scale, offset = (0.5, 0.4, 0.3), (1.0, 2.0, 3.0)
    bgr = _array(image, Preprocessing(7, 5, "BGR", dtype, scale, offset))
    rgb = _array(image, Preprocessing(7, 5, "RGB", dtype, scale[::-1], offset[::-1]))
    np.testing.assert_array_equal(bgr, rgb[..., ::-1])
    plain = _array(image, Preprocessing(7, 5, "BGR", dtype))
    np.testing.assert_array_equal(plain, _array(image, Preprocessing(7, 5, "RGB", dtype))[..., ::-1])


@pytest.mark.parametrize("dtype", ["uint8", "int8"])
def test_quantised_tensors_are_as_lite_rt_makes_them(dtype):
    """An image becomes what LiteRT's own quantisation makes of the float32 values, but for ties."""
    image, quantum, zero = _noise("RGB", 7, 5), 2 / 255, 127 if dtype == "uint8" else -1
    real = _array(image, Preprocessing(7, 5, scale=(1 / 127.5,), offset=(-1.0,)))
    how = Preprocessing(7, 5, "RGB", dtype, (1 / 127.5 / quantum,), (-1.0 / quantum + zero,))
    limits = np.iinfo(dtype)
    np.testing.assert_allclose(_array(image, how), (real / quantum + zero).clip(limits.min, limits.max), atol=0.501)


@pytest.mark.parametrize(("mode", "channels"), [("L", 1), ("RGB", 3)])
def test_shape(mode, channels):
    """The shape is one image, rows, columns, channels."""
    assert Preprocessing(width=7, height=5, mode=mode).shape == (1, 5, 7, channels)


@pytest.mark.parametrize("size", [(14, 10), (100, 3), (3, 5)])
def test_stretch(size):
    """Stretching is Pillow's bilinear resize, with no regard to proportions."""
    image = _noise("RGB", *size)
    how = Preprocessing(7, 5, dtype="uint8", resize="stretch")
    expected = np.asarray(image.resize((7, 5), Image.Resampling.BILINEAR))
    np.testing.assert_array_equal(_array(image, how)[0], expected)


def test_no_aliasing():
    """A fine chequerboard becomes grey when it is made smaller, not black or white."""
    y, x = np.mgrid[0:100, 0:100]
    board = Image.fromarray(((x + y) % 2 * 255).astype("uint8"))
    values = _array(board, Preprocessing(10, 10, "L", "uint8"))
    assert np.abs(values.astype(int) - 127).max() <= 2


def test_fit_wide():
    """A wide image lies in the middle between strips of the background."""
    values = _array(Image.new("L", (40, 20), 0), Preprocessing(8, 8, "L", "uint8", resize="fit", background=200))[
        0, :, :, 0
    ]
    assert (values[2:6] == 0).all()
    assert (values[:2] == 200).all()
    assert (values[6:] == 200).all()


def test_fit_tall():
    """A tall image stands in the middle between strips of the background, in colour too."""
    values = _array(Image.new("RGB", (20, 40), "red"), Preprocessing(8, 8, dtype="uint8", resize="fit", background=9))[
        0
    ]
    assert (values[:, 2:6] == (255, 0, 0)).all()
    assert (values[:, :2] == 9).all()
    assert (values[:, 6:] == 9).all()


def test_crop_wide():
    """Cropping takes the middle of a wide image and leaves both ends away."""
    image = Image.new("L", (30, 10), 0)
    image.paste(255, (10, 0, 20, 10))
    values = _array(image, Preprocessing(8, 8, "L", "uint8", resize="crop"))
    assert (values[0, :, 1:-1] == 255).all()


def test_crop_tall():
    """Cropping takes the middle of a tall image and leaves top and bottom away."""
    image = Image.new("RGB", (10, 30), "black")
    image.paste((1, 2, 3), (0, 10, 10, 20))
    assert (_array(image, Preprocessing(8, 8, dtype="uint8", resize="crop"))[0, 1:-1] == (1, 2, 3)).all()


def test_crop_keeps_proportions():
    """An image of the model's proportions is cropped nowhere."""
    image = _noise("L", 16, 10)
    crop, stretch = (Preprocessing(8, 5, "L", "uint8", resize=resize) for resize in ("crop", "stretch"))
    assert to_tensor(image, crop) == to_tensor(image, stretch)


@given(
    _SIDES, _SIDES, _SIDES, _SIDES, st.sampled_from(["stretch", "fit", "crop"]), st.sampled_from(["L", "RGB", "BGR"])
)
def test_any_geometry(width, height, to_width, to_height, resize, mode):
    """Any size becomes any other in each of the three ways, and a flat colour stays what it is."""
    how = Preprocessing(to_width, to_height, mode, "uint8", resize=resize, background=50)
    flat = Image.new("L" if mode == "L" else "RGB", (width, height), (50,) * how.channels)
    assert (_array(flat, how) == 50).all()


@pytest.mark.parametrize(("size", "side"), [((2045, 2046), 49), ((2046, 2045), 49), ((2931, 5000), 299)])
def test_crop_of_unlucky_sizes(size, side):
    """Sizes whose ratio cannot be written exactly are cropped like all others."""
    how = Preprocessing(side, side, "L", "uint8", resize="crop", background=0)
    assert (_array(Image.new("L", size, 50), how) == 50).all()


@pytest.mark.parametrize("resize", ["stretch", "fit", "crop"])
@pytest.mark.parametrize("size", [(1, 1), (1, 20_000), (20_000, 1)])
def test_extreme_sizes(size, resize):
    """One pixel, and strips of one pixel's width, are taken in each of the three ways."""
    how = Preprocessing(28, 28, "L", resize=resize, background=0)
    assert len(to_tensor(Image.new("L", size, 0), how)) == 28 * 28 * 4


def test_transparency():
    """Transparent pixels show the background before anything is computed."""
    how = Preprocessing(2, 2, "L", scale=(1 / 255,), background=255)
    assert (_array(Image.new("RGBA", (2, 2), (0, 0, 0, 0)), how) == 1).all()
