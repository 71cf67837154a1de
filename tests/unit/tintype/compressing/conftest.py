from __future__ import annotations

import pytest
from PIL import Image

from tests.support.pictures import pixels, saved


@pytest.fixture(scope="session")
def photograph() -> Image.Image:
    return Image.fromarray(pixels())


@pytest.fixture(scope="session")
def png(photograph) -> bytes:
    return saved(photograph)
