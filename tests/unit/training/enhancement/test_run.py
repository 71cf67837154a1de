from __future__ import annotations

import json

import pytest

from tests.unit.training.enhancement.scenes import scene
from tintype.manifest import Manifest
from tintype.runtimes import load
from tintype.serving import golden
from training.enhancement.run import run


@pytest.fixture(scope="module")
def photographs(tmp_path_factory):
    """Three pictures to learn from, and one to be measured on."""
    folder = tmp_path_factory.mktemp("photographs")
    for split, sides in (("train", (260, 300, 340)), ("test", (280,))):
        (folder / split).mkdir()
        for side in sides:
            scene(side).save(folder / split / f"{side}.png")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "damage"), [("denoise", "sigma25"), ("upscale", "x2")])
def test_run(kind, damage, photographs, tmp_path):
    """A short run leaves a folder whose file passes its golden sample, and whose figures are those it prints."""
    metrics = run(kind, photographs, tmp_path, steps=60, seed=1)
    manifest = Manifest.from_json((tmp_path / "manifest.json").read_bytes())
    golden.check(manifest, load("litert", bytearray((tmp_path / "model.tflite").read_bytes())))
    assert manifest.metrics == json.loads((tmp_path / "metrics.json").read_bytes()) == metrics
    assert metrics["psnr"][damage]["gain"] > (1 if kind == "denoise" else -0.2)
    assert len(manifest.to_json()) < 30_000
    assert "Licence" in (tmp_path / "card.md").read_text(encoding="utf-8")
