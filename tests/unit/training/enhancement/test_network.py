from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from tests.unit.training.enhancement.scenes import scene
from tintype.runtimes import load
from tintype.tensor import Tensor
from training.enhancement.export import to_litert
from training.enhancement.kinds import KINDS


@pytest.fixture(scope="module", params=sorted(KINDS))
def kind(request):
    return KINDS[request.param]


@pytest.fixture(scope="module")
def file(kind):
    """An untrained network, converted."""
    return to_litert(kind.build(), kind)


def test_begins_with_nothing(kind, file):
    """Before it has learnt anything a network changes nothing, or enlarges as bicubic interpolation does."""
    tile = np.asarray(scene(kind.tile).convert(kind.mode), np.uint8)
    network = load("litert", bytearray(file))
    made = network.run({"tile": Tensor(*network.inputs[0], tile.tobytes())})["better"]
    side = kind.tile * kind.scale
    plain = Image.fromarray(tile).resize((side, side), Image.Resampling.BICUBIC)
    received = np.frombuffer(made.data, np.uint8).reshape(np.asarray(plain).shape)
    inner = slice(8, -8)
    assert np.abs(received[inner, inner].astype(int) - np.asarray(plain, int)[inner, inner]).max() <= 1


def test_reach(kind):
    """A pixel changes no pixel further away than the margin: tiles have no seams."""
    model = kind.build()
    rng = np.random.default_rng(0)
    model.set_weights([rng.normal(0, 0.3, weight.shape) for weight in model.get_weights()])
    side = 2 * kind.margin + 17
    side += side % 2
    flat = np.full((1, side, side, 3 if kind.mode == "RGB" else 1), 0.5, np.float32)
    spot = flat.copy()
    middle = side // 2
    spot[0, middle, middle] = 1.0
    changed = np.abs(model(spot).numpy() - model(flat).numpy()).max(-1)[0].nonzero()
    reach = max(abs(axis - (middle + 0.5) * kind.scale).max() / kind.scale for axis in changed)
    assert reach < kind.margin + 2  # a pixel more: the denoiser works on blocks of two, which tiles never cut
