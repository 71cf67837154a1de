"""TFRecord files of ``tf.train.Example``, with the features that TensorFlow's image tools have always written.

``image/encoded`` (bytes: PNG, JPEG …), ``image/class/label`` (int64) and, if names are known, ``image/class/text``
(bytes). TensorFlow itself reads the records and checks their CRCs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from training.errors import TfRecordError
from training.loaders.labelled import Labelled, Parts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_FILE = re.compile(r"\.tfrecords?(-\d+-of-\d+)?(\.gz)?$|-\d{5}-of-\d{5}(\.tfrecords?)?(\.gz)?$")
_TEST, _VALIDATION = ("test",), ("validation", "val")
_MEND = "Write image/encoded (bytes), image/class/label (int64), and image/class/text (bytes) if there are names."


class Record(NamedTuple):
    """An encoded image in a TFRecord file."""

    data: bytes
    file: str
    number: int

    def read_bytes(self) -> bytes:
        """Return the encoded image."""
        return self.data

    def __str__(self) -> str:
        return f"record {self.number} of {self.file}"


class _Example(NamedTuple):
    record: Record
    label: int
    text: str


def present(folder: Path) -> bool:
    """Tell whether the folder holds a file that is named as a TFRecord file: ``*.tfrecord``, ``*-00000-of-00010``."""
    return any(_FILE.search(path.name) for path in folder.iterdir())


def read(folders: Sequence[Path | None]) -> Parts:
    """Read all records.

    Args:
        folders: those of the training, test and validation records; None where there is none. Files of the first whose
            name begins with ``test``, ``validation`` or ``val`` are that part, where it has no folder of its own.

    Raises:
        TfRecordError: a damaged file, an example without image or label, or labels with more than one name.
    """
    found = [_examples(_files(folder)) if folder else [] for folder in folders]
    train, test, validation = found
    own = {part: [e for e in train if e.record.file.startswith(part)] for part in (_TEST, _VALIDATION)}
    train = [example for example in train if not example.record.file.startswith(_TEST + _VALIDATION)]
    parts = (train, test or own[_TEST], validation or own[_VALIDATION])
    names = _names([example for part in parts for example in part])
    return Parts(*(_by_label(part, names) for part in parts))


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if _FILE.search(path.name))


def _examples(files: list[Path]) -> list[_Example]:
    import tensorflow as tf  # noqa: PLC0415 -- takes seconds, which other data sets need not wait for

    examples = []
    for path in files:
        kind = "GZIP" if path.suffix == ".gz" else ""
        try:
            for number, raw in enumerate(tf.data.TFRecordDataset(str(path), kind).as_numpy_iterator()):
                record = tf.train.Example.FromString(raw)
                examples.append(_example(record.features.feature, path.name, number))
        except (tf.errors.DataLossError, tf.errors.InvalidArgumentError) as error:
            raise TfRecordError(
                f"TFRecords in {path.name}", error.message, "The file is damaged: write it again."
            ) from None
    return examples


def _example(features: Any, file: str, number: int) -> _Example:  # noqa: ANN401 -- a protocol buffer's map
    image = features["image/encoded"].bytes_list.value
    label = features["image/class/label"].int64_list.value
    text = features["image/class/text"].bytes_list.value
    if len(image) != 1 or len(label) != 1:
        raise TfRecordError(
            "one image/encoded and one image/class/label in each example",
            f"{len(image)} and {len(label)} in record {number} of {file}",
            _MEND,
        )
    return _Example(Record(image[0], file, number), label[0], text[0].decode() if text else "")


def _names(examples: list[_Example]) -> dict[int, str]:
    texts: dict[int, set[str]] = {}
    for example in examples:
        texts.setdefault(example.label, set()).add(example.text)
    mixed = [label for label, names in texts.items() if len(names) > 1]
    if mixed:
        raise TfRecordError(
            "one image/class/text for each image/class/label",
            f"{sorted(texts[mixed[0]])} for label {mixed[0]}",
            _MEND,
        )
    if all(texts.values()) and all("" not in names for names in texts.values()):
        return {label: next(iter(names)) for label, names in texts.items()}
    width = len(str(max(texts, default=0)))
    return {label: f"{label:0{width}}" for label in texts}  # of one width, so that they sort as the numbers do


def _by_label(examples: list[_Example], names: dict[int, str]) -> Labelled:
    files: Labelled = {}
    for example in examples:
        files.setdefault(names[example.label], []).append(example.record)
    return files
