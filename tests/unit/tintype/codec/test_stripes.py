from __future__ import annotations

import json
import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.unit.tintype.codec.conftest import TABLES, example
from tests.unit.training.enhancement.scenes import scene
from tintype.codec import decode, encode, step, stripes
from tintype.compressing.fidelity import psnr

ELSEWHERE = """
import json, sys
from hashlib import sha256
from pathlib import Path
from PIL import Image
from tintype.codec import Tables, decode
tables, payload, out = (Path(name) for name in sys.argv[1:4])
image = decode(payload.read_bytes(), tuple(json.loads(sys.argv[4])), 40, Tables.read(tables.read_bytes()))
image.save(out)
"""


def test_quality(tables):
    """A better quality takes more bytes and comes closer."""
    image = scene(200)
    made = [encode(image, quality, tables) for quality in (1, 30, 60, 100)]
    close = [psnr(image, decode(data, image.size, at, tables)) for data, at in zip(made, (1, 30, 60, 100), strict=True)]
    assert sorted(map(len, made)) == list(map(len, made))
    assert sorted(close) == close
    assert close[-1] > 44
    assert len(made[0]) < image.width * image.height / 16


@settings(max_examples=10, deadline=None)
@given(width=st.integers(1, 70), height=st.integers(1, 70), quality=st.integers(1, 100))
def test_any_size(width, height, quality):
    """An image of any size comes back in its size, and as close as the step says, also where it is but noise."""
    tables = example()
    pixels = np.random.default_rng(width).integers(0, 256, (height, width, 3), np.uint8)
    image = Image.fromarray(pixels)
    back = decode(encode(image, quality, tables), image.size, quality, tables)
    assert back.size == image.size
    error = np.square(np.asarray(back, float) - pixels).mean() ** 0.5
    assert error < step(quality) + 1


def test_stripes(tables, monkeypatch):
    """What is coded in stripes comes back as well, and takes hardly more."""
    image = scene(200)
    whole = encode(image, 40, tables)
    close = psnr(image, decode(whole, image.size, 40, tables))
    monkeypatch.setattr(stripes, "_STRIPE", 26)
    striped = encode(image, 40, tables)
    assert psnr(image, decode(striped, image.size, 40, tables)) == pytest.approx(close, abs=0.1)
    assert len(whole) < len(striped) < 1.3 * len(whole)


@pytest.mark.parametrize(
    "environment",
    [{"OPENBLAS_NUM_THREADS": "3"}, {"OPENBLAS_CORETYPE": "Nehalem"}, {"NPY_DISABLE_CPU_FEATURES": "AVX2 FMA3"}],
    ids=["threads", "processor", "instructions"],
)
def test_elsewhere(tables, environment, tmp_path):
    """With other threads or instructions the same numbers are read, and pixels differ by a level at most."""
    image = scene(240)
    payload = encode(image, 40, tables)
    here = np.asarray(decode(payload, image.size, 40, tables), int)
    (tmp_path / "payload").write_bytes(payload)
    places = [str(TABLES), str(tmp_path / "payload"), str(tmp_path / "out.png"), json.dumps(image.size)]
    subprocess.run([sys.executable, "-c", ELSEWHERE, *places], env=os.environ | environment, check=True)
    there = np.asarray(Image.open(tmp_path / "out.png"), int)
    assert np.abs(here - there).max() <= 1


def test_step():
    """The step is halved every 20 of quality."""
    assert step(1) == 96
    assert step(61) == pytest.approx(12)
