"""Where training data comes from: idx files, folders of labelled images, and S3 prefixes with either."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from training.errors import DatasetError
from training.loaders import folders, idx, s3

if TYPE_CHECKING:
    from tintype.images import Preprocessing
    from training.dataset import Split


def load(source: str | Path, preprocessing: Preprocessing, test: Path | None = None) -> Split:
    """Load a data set.

    Args:
        source: a folder of idx files or of labelled images, or ``s3://bucket/prefix`` with either in it.
        preprocessing: the size and mode that every image of a folder is brought to, exactly as when serving.
        test: a second folder that holds the test images (the ``test`` channel of a SageMaker job).

    Raises:
        DatasetError: missing, empty, inconsistent, or of another size than the network takes.
    """
    if s3.is_uri(source):
        with TemporaryDirectory(prefix="tintype-data-") as folder:
            return load(s3.download(str(source), Path(folder)), preprocessing, test)
    training = Path(source)
    if not training.is_dir():
        raise DatasetError(
            "a folder of idx files or of labelled images", f"{training}, which is no folder", "Check the path."
        )
    parts = (training, test) if test else (training,)
    return idx.load(parts, preprocessing) if idx.present(parts) else folders.load(parts, preprocessing)
