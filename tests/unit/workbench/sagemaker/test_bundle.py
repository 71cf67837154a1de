from __future__ import annotations

import tarfile
from io import BytesIO

from workbench.local.layout import PROJECT
from workbench.sagemaker.bundle import PROGRAM, REQUIREMENTS, requirements, source_archive


def test_same_code_same_bytes():
    """The archive follows from the code alone, so that it is sent once."""
    assert source_archive() == source_archive()


def test_what_is_in_it():
    """The job, the serving code, the report's page and the pins are in it; data and compiled files are not."""
    with tarfile.open(fileobj=BytesIO(source_archive())) as archive:
        names = set(archive.getnames())
        entry = archive.extractfile(PROGRAM)
        assert entry is not None
        assert entry.read() == (PROJECT / PROGRAM).read_bytes()
    assert "requirements/efficientnet-lite0.txt" in names
    assert {REQUIREMENTS, "training/report/page.html", "layers/tintype/src/tintype/manifest.py"} <= names
    assert not any("datasets" in name or "__pycache__" in name for name in names)


def test_requirements_are_locked():
    """Each package that AWS's image lacks is at the version of the workspace's lock."""
    lock = (PROJECT / "requirements" / "workspace.txt").read_text()
    lines = requirements().splitlines()
    assert [line.partition("==")[0] for line in lines] == ["ai-edge-litert", "pillow", "rich"]
    assert all(f"\n{line} \\" in lock or f"\n{line}\n" in lock for line in lines)
