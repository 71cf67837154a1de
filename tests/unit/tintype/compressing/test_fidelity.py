from __future__ import annotations

from math import inf, log10

import numpy as np
import pytest
from PIL import Image

from tests.support.pictures import pixels
from tintype.compressing.fidelity import psnr, ssim
from tintype.compressing.formats import read, write


def other(array):
    return np.clip(array.astype(int) + np.random.default_rng(1).integers(-9, 10, array.shape), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("shape", [np.s_[...], np.s_[..., 0]])
def test_psnr(shape):
    """The ratio is that of the definition, over all channels."""
    good = np.ascontiguousarray(pixels()[shape])
    bad = other(good)
    expected = 10 * log10(255**2 / np.mean((good.astype(float) - bad) ** 2))
    assert psnr(Image.fromarray(good), Image.fromarray(bad)) == pytest.approx(expected, abs=1e-9)


def test_the_same(photograph):
    """What does not differ at all has an infinite ratio and the similarity 1."""
    assert psnr(photograph, photograph) == inf
    assert ssim(photograph, photograph) == pytest.approx(1.0)


def test_ssim_of_one_window():
    """The similarity of one window is that of the formula, in double precision."""
    good = pixels(8, 8)[..., 0].copy()
    bad = other(good)
    x, y = good.astype(float), bad.astype(float)
    c1, c2 = 6.5025, 58.5225
    above = (2 * x.mean() * y.mean() + c1) * (2 * ((x - x.mean()) * (y - y.mean())).mean() + c2)
    expected = above / ((x.mean() ** 2 + y.mean() ** 2 + c1) * (x.var() + y.var() + c2))
    assert ssim(Image.fromarray(good), Image.fromarray(bad)) == pytest.approx(expected, abs=1e-4)


def test_ssim_is_the_mean_of_windows():
    """A large image has the mean of its windows, in however many strips it is taken."""
    good = pixels(24, 8 * 70)
    bad = other(good)
    parts = [
        ssim(*(Image.fromarray(each[top : top + 8, left : left + 8]) for each in (good, bad)))
        for top in range(0, 560, 8)
        for left in range(0, 24, 8)
    ]
    assert ssim(Image.fromarray(good), Image.fromarray(bad)) == pytest.approx(np.mean(parts), abs=1e-4)


@pytest.mark.parametrize("size", [(1, 1), (3, 20), (7, 7), (9, 17)])
def test_ssim_of_small_images(size):
    """An image that is smaller than a window is one."""
    image = Image.fromarray(pixels(*size))
    assert ssim(image, image) == pytest.approx(1.0)


def test_less_noise_is_more_similar(photograph):
    """Both figures fall with the quality."""
    files = [write(photograph, "image/jpeg", quality, None) for quality in (20, 60, 90)]
    figures = [
        (psnr(photograph, image), ssim(photograph, image)) for image in (read(file, "image/jpeg") for file in files)
    ]
    assert figures == sorted(figures)
