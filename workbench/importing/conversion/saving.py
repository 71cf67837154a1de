"""A model as TensorFlow itself runs it: what is published where LiteRT's operators do not suffice."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import tensorflow as tf


def to_saved_model(module: Any, function: Any) -> bytes:  # noqa: ANN401 -- TensorFlow has no types
    """Return a zipped SavedModel with one signature, ``serving_default``.

    Args:
        module: a ``tf.Module`` that holds the variables.
        function: a concrete function of it, with names for its inputs and outputs.
    """
    written = BytesIO()
    with TemporaryDirectory(prefix="tintype-saving-") as folder:
        tf.saved_model.save(module, folder, signatures={"serving_default": function})
        with ZipFile(written, "w", ZIP_DEFLATED) as archive:
            for path in sorted(Path(folder).rglob("*")):
                archive.write(path, path.relative_to(folder))
    return written.getvalue()
