from __future__ import annotations

import json

from tests.models.published import TOP_RIGHT, file, manifest
from tintype.manifest import FileEntry, Manifest
from tintype.runtimes import load
from tintype.serving.golden import check
from training.packing import golden, pack, write

QUADRANTS = manifest("quadrants", golden=None, metrics={"accuracy": 0.5})


def test_golden():
    """The sample holds each so-many-th value of the answer, and the network passes it."""
    network = load("litert", bytearray(file("quadrants")))
    sample = golden(QUADRANTS, network, TOP_RIGHT, 1e-3, 3)
    assert sample.outputs == {"scores": [0.0, 0.0]}  # the first and the fourth
    check(QUADRANTS._replace(golden=sample), network)


def test_pack(tmp_path, capsys):
    """A folder holds what its manifest names, and the figures are printed as they are written."""
    pack(tmp_path / "made", QUADRANTS, b"model", "# A card\n")
    written = Manifest.from_json((tmp_path / "made/manifest.json").read_bytes())
    assert written.files == {
        "model": FileEntry.of(b"model"),
        "metrics": FileEntry.of((tmp_path / "made/metrics.json").read_bytes()),
        "card": FileEntry.of(b"# A card\n"),
    }
    assert json.loads(capsys.readouterr().out) == QUADRANTS.metrics


def test_other_names(tmp_path):
    """Each role has the file that the names give it."""
    made = write(tmp_path, QUADRANTS, {"model": b"zip"}, {"model": "saved_model.zip"})
    assert (tmp_path / "saved_model.zip").read_bytes() == b"zip"
    assert made.files == {"model": FileEntry.of(b"zip")}
