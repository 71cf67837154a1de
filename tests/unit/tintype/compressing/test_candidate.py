from __future__ import annotations

import pytest
from PIL import Image

from tintype.compressing.candidate import LEVELS, Source


@pytest.fixture(scope="module")
def source(photograph):
    return Source(photograph, None)


@pytest.mark.parametrize("kind", ["image/webp", "image/jpeg", "image/avif"])
def test_least_quality_that_reaches(source, kind):
    """The next lower quality would not be close enough."""
    found = source.reaching(kind, 33.0)
    assert found.psnr >= 33.0
    assert found.quality == LEVELS[0] or source.at(kind, found.quality - 5).psnr < 33.0


def test_out_of_reach(source):
    """No quality of a lossy format reaches any ratio."""
    assert source.reaching("image/jpeg", 90.0) is None
    assert source.within("image/jpeg", 10) is None


def test_best_quality_that_fits(source):
    """The next higher quality would not fit."""
    found = source.within("image/webp", 3000)
    assert len(found.data) <= 3000
    assert found.quality == LEVELS[-1] or len(source.at("image/webp", found.quality + 5).data) > 3000


def test_transparent_pixels_are_compared_over_white():
    """What nobody sees does not count."""
    image = Image.new("RGBA", (32, 32), (10, 200, 30, 0))
    assert Source(image, None).at("image/webp", 10).psnr > 60
