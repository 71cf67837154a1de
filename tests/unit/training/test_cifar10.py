from __future__ import annotations

import json
import tarfile
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from training import cifar10, known
from training.errors import DatasetError
from training.loaders import folders


@pytest.fixture
def package(tmp_path):
    """A package of the same layout, with ten images in each file: each label once, as the red of its pixels."""
    path = tmp_path / "package.tgz"
    rows = np.zeros((10, 1024, 3), np.uint8)
    rows[..., 0] = np.arange(10)[:, np.newaxis]
    stream = BytesIO()
    Image.fromarray(rows).save(stream, "PNG")
    files = {f"{name}.png": stream.getvalue() for name in ("test_batch", *(f"data_batch_{n}" for n in range(1, 6)))}
    files |= {"train_lables.json": json.dumps([*range(10)] * 5).encode(), "test_lables.json": b"[0,1,2,3,4,5,6,7,8,9]"}
    with tarfile.open(path, "w:gz") as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(data)
            archive.addfile(member, BytesIO(data))
    return path


def test_laid_out_as_labelled_images(package, tmp_path):
    """Each image is below its part and its label's name, pixel by pixel."""
    cifar10.unpack(package, tmp_path / "images")
    parts = folders.read((tmp_path / "images", None, None))
    assert tuple(parts.train) == tuple(parts.test) == cifar10.NAMES
    assert [len(files) for files in parts.train.values()] == [5] * 10
    with Image.open(BytesIO(parts.test["frog"][0].read_bytes())) as image:
        assert (image.size, image.getextrema()[0]) == ((32, 32), (6, 6))


def test_without_npm(tmp_path, monkeypatch):
    """Without npm the mend is named, and nothing is written."""
    monkeypatch.setattr(cifar10, "which", lambda _: None)
    with pytest.raises(DatasetError, match=r"Install Node\.js"):
        cifar10.fetch(tmp_path / "cifar10")
    assert not (tmp_path / "cifar10").exists()


def test_known_by_name(tmp_path, monkeypatch):
    """The name cifar10 fetches the images where they are not, finds them, and says how large they are."""
    monkeypatch.setitem(known.KNOWN, "cifar10", known.KNOWN["cifar10"]._replace(folder=tmp_path / "cifar10"))
    monkeypatch.setattr(cifar10, "fetch", lambda folder: folder.mkdir())
    assert known.find("cifar10") == (str(tmp_path / "cifar10"), {"width": 32, "height": 32, "mode": "RGB"})
