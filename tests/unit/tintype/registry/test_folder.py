import pytest

from tintype.errors import CorruptFileError, ManifestError, PublishError
from tintype.manifest import Manifest
from tintype.registry import publish
from tintype.registry.blob import Blob
from tintype.registry.folder import read_folder


@pytest.fixture
def folder(tmp_path, make_draft):
    """A folder with a manifest and two files, one of them deeper and both under names of their own."""
    entries = {"model": Blob.of(b"model").entry, "report": Blob.of(b"").entry}
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "network.tflite").write_bytes(b"model")
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "manifest.json").write_bytes(Manifest(version=0, files=entries, **make_draft()._asdict()).to_json())
    return tmp_path


def test_files_are_found_by_their_digest(folder, bucket, make_draft):
    """A folder's files have any names: the manifest's digests find them."""
    draft, files = read_folder(folder)
    assert draft == make_draft()
    assert files == {"model": folder / "deeper" / "network.tflite", "report": folder / "empty"}
    assert publish(bucket, draft, files).version == 1


def test_changed_file(folder):
    """A file with other bytes than the manifest says is none of the version's."""
    (folder / "deeper" / "network.tflite").write_bytes(b"other")
    with pytest.raises(CorruptFileError, match="role 'model' differs from what was published: expected SHA-256"):
        read_folder(folder)


def test_no_manifest(tmp_path):
    """A folder without a manifest is refused, and so is one with something else under its name."""
    with pytest.raises(PublishError, match=r"Expected a model folder with a manifest\.json"):
        read_folder(tmp_path)
    (tmp_path / "manifest.json").write_bytes(b"hello")
    with pytest.raises(ManifestError):
        read_folder(tmp_path)
