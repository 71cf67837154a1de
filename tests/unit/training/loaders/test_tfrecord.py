from __future__ import annotations

import numpy as np
import pytest

from training.errors import LabelledImagesError, TfRecordError
from training.hyperparameters import Hyperparameters
from training.loaders import load
from training.served import png

pytestmark = pytest.mark.slow  # TensorFlow takes seconds to import

HOW = Hyperparameters().preprocessing


def example(image: bytes | None, label: int | None, text: str = "") -> bytes:
    import tensorflow as tf  # noqa: PLC0415

    features = {}
    if image is not None:
        features["image/encoded"] = tf.train.Feature(bytes_list=tf.train.BytesList(value=[image]))
    if label is not None:
        features["image/class/label"] = tf.train.Feature(int64_list=tf.train.Int64List(value=[label]))
    if text:
        features["image/class/text"] = tf.train.Feature(bytes_list=tf.train.BytesList(value=[text.encode()]))
    return bytes(tf.train.Example(features=tf.train.Features(feature=features)).SerializeToString())


def write(path, examples):
    import tensorflow as tf  # noqa: PLC0415

    path.parent.mkdir(exist_ok=True)
    with tf.io.TFRecordWriter(str(path), "GZIP" if path.suffix == ".gz" else "") as writer:
        for one in examples:
            writer.write(one)


def digits(mnist, part, labels=(3, 7), names=("three", "seven")):
    chosen = [(mnist.train.images[i], int(mnist.train.labels[i])) for i in part]
    found = dict(zip(labels, names, strict=True))
    return [example(png(image), label, found[label]) for image, label in chosen if label in found]


def test_shards(mnist, tmp_path):
    """Sharded training and test files, plain or gzipped, arrive pixel by pixel under the names they give."""
    write(tmp_path / "train-00000-of-00002", digits(mnist, range(40)))
    write(tmp_path / "train-00001-of-00002", digits(mnist, range(40, 90)))
    write(tmp_path / "test.tfrecord.gz", digits(mnist, range(100, 150)))
    split = load(tmp_path, HOW)
    assert split.train.names == ("seven", "three")
    for part, indices in ((split.train, range(90)), (split.test, range(100, 150))):
        for name, label in (("three", 3), ("seven", 7)):
            expected = [i for i in indices if mnist.train.labels[i] == label]
            chosen = part.images[part.labels == part.names.index(name)]
            assert np.array_equal(chosen, mnist.train.images[expected])


def test_channels(mnist, tmp_path):
    """Training, test and validation records may each be a channel of their own."""
    for number, name in enumerate(("train", "test", "validation")):
        write(tmp_path / name / "data.tfrecord", digits(mnist, range(50 * number, 50 * number + 50)))
    split = load(tmp_path / "train", HOW, tmp_path / "test", tmp_path / "validation")
    assert split.validation is not None
    counts = [np.isin(mnist.train.labels[start : start + 50], (3, 7)).sum() for start in (0, 50, 100)]
    assert [len(part.labels) for part in (split.train, split.test, split.validation)] == counts


def test_numbers_and_a_list_of_names(mnist, tmp_path):
    """Labels that are only numbers keep their order, and get their names from the job's settings or from labels.txt."""
    write(tmp_path / "all.tfrecords", digits(mnist, range(100), (3, 7), ("", "")))
    assert load(tmp_path, HOW).train.names == ("3", "7")
    assert load(tmp_path, HOW, names=("drei", "sieben")).test.names == ("drei", "sieben")
    (tmp_path / "labels.txt").write_text("three\nseven\n")
    assert load(tmp_path, HOW).test.names == ("three", "seven")


def test_without_a_test_part(mnist, tmp_path):
    """One file is split by content: a fifth of each label is for testing."""
    write(tmp_path / "all.tfrecord", digits(mnist, range(200)))
    split = load(tmp_path, HOW)
    share = len(split.test.labels) / (len(split.test.labels) + len(split.train.labels))
    assert share == pytest.approx(0.2, abs=0.03)


@pytest.mark.parametrize(
    ("examples", "message"),
    [
        ([(None, 1, "a")], "0 and 1 in record 0 of all.tfrecord"),
        ([(b"", None, "a")], "1 and 0 in record 0 of all.tfrecord"),
        ([(b"", 1, "a"), (b"", 1, "b")], r"\['a', 'b'\] for label 1"),
    ],
)
def test_incomplete_examples(tmp_path, examples, message):
    """An example without image or label, or a label of two names, is refused with its place."""
    write(tmp_path / "all.tfrecord", [example(*one) for one in examples])
    with pytest.raises(TfRecordError, match=message):
        load(tmp_path, HOW)


def test_damaged_file(mnist, tmp_path):
    """A file with a flipped byte is refused by its checksum."""
    path = tmp_path / "all.tfrecord"
    write(path, digits(mnist, range(50)))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(TfRecordError, match=r"TFRecords in all\.tfrecord"):
        load(tmp_path, HOW)


def test_image_that_does_not_decode(mnist, tmp_path):
    """A record whose image is none is named."""
    write(tmp_path / "all.tfrecord", [*digits(mnist, range(50)), example(b"no image", 3, "three")])
    with pytest.raises(LabelledImagesError, match=r"record \d+ of all\.tfrecord"):
        load(tmp_path, HOW)
