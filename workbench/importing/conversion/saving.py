"""A model as TensorFlow itself runs it: what is published where LiteRT's operators do not suffice."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import tensorflow as tf


def to_saved_model(module: Any, functions: dict[str, Any]) -> bytes:  # noqa: ANN401 -- TensorFlow has no types
    """Return a zipped SavedModel.

    Args:
        module: a ``tf.Module`` that holds the variables.
        functions: concrete functions of it by their signatures, with names for their inputs and outputs.
    """
    written = BytesIO()
    with TemporaryDirectory(prefix="tintype-saving-") as folder:
        tf.saved_model.save(module, folder, signatures=functions)
        with ZipFile(written, "w", ZIP_DEFLATED) as archive:
            for path in sorted(Path(folder).rglob("*")):
                archive.write(path, path.relative_to(folder))
    return written.getvalue()
