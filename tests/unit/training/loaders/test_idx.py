from __future__ import annotations

import gzip
import hashlib
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from training.errors import DatasetError, IdxError
from training.hyperparameters import Hyperparameters
from training.loaders import idx, load
from training.local import MNIST

HOW = Hyperparameters().preprocessing


@given(
    elements=arrays(np.uint8, array_shapes(min_dims=1, max_dims=3, min_side=0, max_side=6)),
    ending=st.sampled_from(["", ".gz"]),
)
def test_round_trip(tmp_path_factory, elements, ending):
    """Whatever is written as an idx file, gzipped or not, is read back the same."""
    path = tmp_path_factory.mktemp("idx") / f"elements{ending}"
    idx.write(path, elements)
    assert np.array_equal(idx.read(path, elements.ndim), elements)


@pytest.mark.parametrize("name", sorted(json.loads((MNIST / "checksums.json").read_text())))
def test_mnist_is_the_published_one(name):
    """The carried files hold exactly the bytes and the counts that are written beside them."""
    data = gzip.decompress((MNIST / name).read_bytes())
    received = {"count": int.from_bytes(data[4:8], "big"), "sha256": hashlib.sha256(data).hexdigest()}
    assert received == json.loads((MNIST / "checksums.json").read_text())[name]


def test_mnist_loads_whole(mnist):
    """MNIST is 60,000 and 10,000 grey images of 28 x 28 with ten labels."""
    assert mnist.train.images.shape == (60_000, 28, 28, 1)
    assert mnist.test.images.shape == (10_000, 28, 28, 1)
    assert mnist.train.names == tuple("0123456789")
    assert np.bincount(mnist.test.labels).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]


def test_two_channels_together(idx_folder, tmp_path, mnist):
    """The test files may lie in a folder of their own."""
    training, test = tmp_path / "training", tmp_path / "test"
    for folder, part in ((training, idx.TRAIN), (test, idx.TEST)):
        folder.mkdir()
        for path in idx_folder.glob(f"{part}-*"):
            (folder / path.name).write_bytes(path.read_bytes())
    split = load(training, HOW, test)
    assert np.array_equal(split.test.images, mnist.test.images[:128])


def test_missing_file_is_named(tmp_path, idx_folder):
    """A missing file is asked for by its name, and what is there is listed."""
    name = f"{idx.TRAIN}-{idx.IMAGES}.gz"
    (tmp_path / name).write_bytes((idx_folder / name).read_bytes())
    with pytest.raises(DatasetError, match=rf"train-labels-idx1-ubyte.*received {name}"):
        load(tmp_path, HOW)


def test_wrong_magic(tmp_path):
    """Labels where images were expected are refused by their magic number."""
    idx.write(tmp_path / "labels", np.zeros(3, np.uint8))
    with pytest.raises(IdxError, match=r"magic number 00000803.*received 00000801"):
        idx.read(tmp_path / "labels", 3)


@pytest.mark.parametrize("size", [3, 9, 15])
def test_truncated(tmp_path, size):
    """A file that ends early, in the magic, in the header or in the pixels, is refused."""
    idx.write(tmp_path / "whole", np.zeros((2, 1, 4), np.uint8))
    (tmp_path / "cut").write_bytes((tmp_path / "whole").read_bytes()[:size])
    with pytest.raises(IdxError, match="cut"):
        idx.read(tmp_path / "cut", 3)


def test_not_gzip(tmp_path):
    """A plain file under a name in .gz is refused with the way to mend it."""
    (tmp_path / "file.gz").write_bytes(b"plain")
    with pytest.raises(IdxError, match=r"Download it again, or take \.gz off"):
        idx.read(tmp_path / "file.gz", 1)


def test_counts_differ(tmp_path):
    """More labels than images are refused."""
    idx.write(tmp_path / f"{idx.TRAIN}-{idx.IMAGES}", np.zeros((2, 28, 28), np.uint8))
    idx.write(tmp_path / f"{idx.TRAIN}-{idx.LABELS}", np.zeros(3, np.uint8))
    with pytest.raises(IdxError, match=r"2 images in .* and 3 labels"):
        load(tmp_path, HOW)


def test_other_size(idx_folder):
    """Images of another size than the network's are refused, with the options that fit them."""
    with pytest.raises(DatasetError, match="Train with --width 28 --height 28 --mode L"):
        load(idx_folder, HOW._replace(width=32))


def test_validation_files(idx_folder, mnist, tmp_path):
    """Files called validation-… in a channel of their own are the validation images."""
    idx.write(tmp_path / f"validation-{idx.IMAGES}", mnist.train.images[600:650, ..., 0])
    idx.write(tmp_path / f"validation-{idx.LABELS}", mnist.train.labels[600:650].astype(np.uint8))
    split = load(idx_folder, HOW, validation=tmp_path)
    assert split.validation is not None
    assert np.array_equal(split.validation.images, mnist.train.images[600:650])
    assert load(idx_folder, HOW).validation is None
