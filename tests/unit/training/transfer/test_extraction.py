from __future__ import annotations

import numpy as np
import pytest

from tests.unit.training.transfer.stripes import SETTINGS, scaled, stripes
from training.dataset import Split
from training.progress import Lines

pytestmark = pytest.mark.slow  # TensorFlow takes seconds to import

HOW = SETTINGS.preprocessing


@pytest.fixture
def model(seen):
    from training.transfer.features import pooled  # noqa: PLC0415 -- TensorFlow

    return pooled(seen)


@pytest.fixture
def extract(model, tmp_path):
    from training.transfer.extraction import Extractor  # noqa: PLC0415 -- TensorFlow

    return Extractor(model, HOW, tmp_path, Lines()).split


def test_features(extract, model):
    """Each image's row is what the network gives for it, the mirror images' rows after them, with their labels."""
    data = stripes(6, 1)
    found = extract(Split(data, data, stripes(2, 2)), mirrored=True)
    wanted = [model(scaled(part)).numpy() for part in (data, data._replace(images=data.images[:, :, ::-1]))]
    np.testing.assert_allclose(found.train.images, np.concatenate(wanted), rtol=2e-3, atol=1e-4)
    assert found.train.labels.tolist() == data.labels.tolist() * 2
    assert found.validation is not None
    np.testing.assert_allclose(found.validation.images, model(scaled(stripes(2, 2))), rtol=2e-3, atol=1e-4)


def test_kept(extract, tmp_path):
    """What was computed is found again; other images, and images with their mirror images, are computed."""
    split = Split(stripes(4, 3), stripes(4, 4))
    first = extract(split, mirrored=False)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    np.testing.assert_array_equal(extract(split, mirrored=False).train.images, first.train.images)
    assert before == {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    extract(split, mirrored=True)
    extract(Split(stripes(4, 5), stripes(4, 4)), mirrored=False)
    assert len(list(tmp_path.glob("features-*.npy"))) == 3


def test_cut_short(extract, tmp_path):
    """A file that was never finished is none."""
    split = Split(stripes(4, 3), stripes(4, 4))
    whole = np.array(extract(split, mirrored=False).train.images)
    [path] = tmp_path.iterdir()
    path.rename(path.with_suffix(".part"))
    np.testing.assert_array_equal(extract(split, mirrored=False).train.images, whole)
    assert [path.suffix for path in tmp_path.iterdir()] == [".npy"]
