from __future__ import annotations

import json
from functools import partial

import pytest

from tests.unit.training.segmentation.shapes import discs
from tintype.manifest import Manifest
from tintype.runtimes import load
from tintype.serving import golden
from training.segmentation import kinds, network
from training.segmentation.augmentation import batches
from training.segmentation.run import KIND_NAMES, run
from training.segmentation.samples import Data


@pytest.fixture
def data(monkeypatch):
    """Discs in the place of lungs."""

    def made(side, size, seed):
        return Data(batches(discs(16), side, size, seed), discs(20)[16:], 16, "a digest")

    small = partial(network.unet, 32, channels=1, classes=2, widths=(4, 8, 12))
    monkeypatch.setitem(kinds.KINDS, "lungs", kinds.KINDS["lungs"]._replace(data=made, build=small, side=32))


@pytest.mark.slow
@pytest.mark.usefixtures("data")
def test_run(tmp_path, capsys):
    """A short run leaves a folder whose file passes its golden sample, and whose figures are those it prints."""
    metrics = run("lungs", tmp_path, steps=120, seed=1)
    manifest = Manifest.from_json((tmp_path / "manifest.json").read_bytes())
    golden.check(manifest, load("litert", bytearray((tmp_path / "model.tflite").read_bytes())))
    assert manifest.metrics == json.loads((tmp_path / "metrics.json").read_bytes()) == metrics
    assert '"worst_iou"' in capsys.readouterr().out
    assert metrics["iou"] > 0.8
    low, high = metrics["classes"]["lungs"]["iou_interval"]
    assert low <= metrics["iou"] <= high
    card = (tmp_path / "card.md").read_text(encoding="utf-8")
    assert all(word in card for word in ("must not be used for diagnosis", "16 films", "Licence"))


@pytest.mark.slow
def test_photographs(tmp_path, monkeypatch):
    """Where the test images are made, real ones are measured beside them, and the card and the lineage say so."""
    drawn = [each._replace(image=each.image.convert("RGB")) for each in discs(8)]

    def made(side, size, seed):
        return Data(batches(drawn, side, size, seed), drawn[:4], 8, "a digest", drawn[6:])

    small = partial(network.unet, 32, channels=3, classes=2, widths=(4, 8))
    monkeypatch.setitem(kinds.KINDS, "cutout", kinds.KINDS["cutout"]._replace(data=made, build=small, side=32))
    metrics = run("cutout", tmp_path, steps=2, seed=1)
    assert (metrics["test_images"], metrics["photographs"]["test_images"]) == (4, 2)
    assert "| subject, in 2 real photographs |" in (tmp_path / "card.md").read_text(encoding="utf-8")
    lineage = Manifest.from_json((tmp_path / "manifest.json").read_bytes()).lineage
    assert lineage["hyperparameters"]["encoder_sha256"] == kinds.KINDS["cutout"].origin["encoder_sha256"]


def test_kinds():
    """The command offers every kind that there is."""
    assert set(KIND_NAMES) == kinds.KINDS.keys()
