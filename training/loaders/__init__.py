"""Where training data comes from: idx files, TFRecords, folders of labelled images, S3 prefixes with any of them."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from training.errors import DatasetError
from training.loaders import folders, idx, labelled, s3, tfrecord
from training.loaders.naming import named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tintype.images import Preprocessing
    from training.dataset import Split


def load(
    source: str | Path,
    preprocessing: Preprocessing,
    test: str | Path = "",
    validation: str | Path = "",
    names: Sequence[str] = (),
) -> Split:
    """Load a data set.

    Args:
        source: a folder of idx files, TFRecords or labelled images, or ``s3://bucket/prefix`` with any of them.
        preprocessing: the size and mode that every encoded image is brought to, exactly as when serving.
        test: where the test images are (a channel of a SageMaker job), if not in ``source``; likewise.
        validation: where the validation images are, if there are any.
        names: of the labels in their order, where the data itself has numbers.

    Raises:
        DatasetError: missing, empty, inconsistent, or of another size than the network takes.
    """
    with ExitStack() as stack:
        parts = [_folder(where, stack) if where else None for where in (source, test, validation)]
        given = [part for part in parts if part]
        if idx.present(given):
            split = idx.load(given, preprocessing)
        else:
            reader = tfrecord if any(tfrecord.present(part) for part in given) else folders
            split = labelled.to_split(reader.read(parts), preprocessing)
        return named(split, names, given)


def _folder(source: str | Path, stack: ExitStack) -> Path:
    if s3.is_uri(source):
        return s3.download(str(source), Path(stack.enter_context(TemporaryDirectory(prefix="tintype-data-"))))
    folder = Path(source)
    if not folder.is_dir():
        raise DatasetError(
            "a folder of idx files, TFRecords or labelled images", f"{folder}, which is no folder", "Check the path."
        )
    return folder
