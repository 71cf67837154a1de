"""Files that are old or new and nothing between."""

from workbench.local.aws.files import replace


def test_replace(tmp_path):
    """The new content takes the old one's place, and nothing else is left in the folder."""
    path = tmp_path / "file"
    replace(path, b"one")
    replace(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [path]
