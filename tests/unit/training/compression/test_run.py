from __future__ import annotations

import json

import pytest

from tests.unit.training.enhancement.scenes import scene
from tintype.codec import Tables
from tintype.manifest import Manifest
from tintype.runtimes import load
from tintype.serving import golden
from training.compression.run import run


@pytest.mark.slow
def test_run(tmp_path):
    """A short run leaves a folder whose file passes its golden sample, and whose figures are those it prints."""
    for split, side in (("train", 680), ("test", 280)):
        (tmp_path / split).mkdir()
        scene(side).save(tmp_path / split / "scene.png")
    output = tmp_path / "codec"
    metrics = run(tmp_path, output, patches=6, epochs=1, steps=10, seed=1)
    manifest = Manifest.from_json((output / "manifest.json").read_bytes())
    golden.check(manifest, load("litert", bytearray((output / "model.tflite").read_bytes())))
    assert manifest.metrics == json.loads((output / "metrics.json").read_bytes()) == metrics
    assert Tables.read((output / "tables.bin").read_bytes()).kinds
    assert list(metrics["saved"]) == ["jpeg", "webp", "avif"]
    assert len(manifest.to_json()) < 30_000
    assert "Licence" in (output / "card.md").read_text(encoding="utf-8")
