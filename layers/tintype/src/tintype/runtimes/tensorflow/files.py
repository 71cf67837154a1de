"""From a version's model file to a function that TensorFlow can run: a ``.keras`` file, or a zipped SavedModel."""

from __future__ import annotations

import os
import zipfile
from io import BytesIO
from tempfile import TemporaryDirectory
from typing import Any

_KERAS = {"config.json", "metadata.json", "model.weights.h5"}
_SAVED_MODEL = "saved_model.pb"
_SIGNATURE = "serving_default"
_MOST = 4_294_967_296
"""Bytes that an archive may unpack to: a small one can hold a huge file."""


def read(file: bytearray) -> Any:  # noqa: ANN401 -- TensorFlow has no types
    """Return the model's concrete function, whose inputs and outputs have names.

    Raises:
        ValueError: it is neither kind of file, or one that is not safe to load.
    """
    try:
        with zipfile.ZipFile(BytesIO(file)) as archive, TemporaryDirectory(prefix="tintype-") as folder:
            return _unpacked(archive, file, folder)
    except zipfile.BadZipFile as error:
        raise ValueError(f"expected a .keras file or a zipped SavedModel, received neither: {error}") from error


def _unpacked(archive: zipfile.ZipFile, file: bytearray, folder: str) -> Any:  # noqa: ANN401
    names = archive.namelist()
    if set(names) >= _KERAS:
        path = os.path.join(folder, "model.keras")
        with open(path, "wb") as written:
            written.write(file)
        return _of_keras(path)
    found = sorted((name for name in names if name.rpartition("/")[2] == _SAVED_MODEL), key=len)
    if not found:
        raise ValueError(f"expected {sorted(_KERAS)} or {_SAVED_MODEL} in the archive, received {sorted(names)[:9]}")
    size = sum(item.file_size for item in archive.infolist())
    if size > _MOST:
        raise ValueError(f"expected at most {_MOST:,} bytes in the archive, received {size:,}")
    archive.extractall(folder)  # which leaves no path out of the folder
    return _of_saved_model(os.path.join(folder, os.path.dirname(found[0])))


def _of_saved_model(folder: str) -> Any:  # noqa: ANN401
    import tensorflow as tf

    loaded = tf.saved_model.load(folder)
    if _SIGNATURE not in loaded.signatures:
        raise ValueError(f"expected the signature {_SIGNATURE}, received {sorted(loaded.signatures)}")
    function = loaded.signatures[_SIGNATURE]
    function.owner = loaded  # its variables are gone when it is
    return function


def _of_keras(path: str) -> Any:  # noqa: ANN401
    """Safe mode: no Python that the file brings along (Lambda layers) is run."""
    import keras
    import tensorflow as tf

    model = keras.saving.load_model(path, compile=False, safe_mode=True)
    inputs = {tensor.name: tf.TensorSpec(tensor.shape, tensor.dtype, tensor.name) for tensor in model.inputs}
    # A Sequential model has no names for its outputs: its last layer gives the only one.
    outputs = list(getattr(model, "output_names", None) or [model.layers[-1].name])

    def answer(**given: Any) -> dict[str, Any]:  # noqa: ANN401
        answered = model(
            [given[name] for name in inputs] if len(inputs) > 1 else next(iter(given.values())), training=False
        )
        return dict(zip(outputs, tf.nest.flatten(answered), strict=True))

    function = tf.function(answer).get_concrete_function(**inputs)
    function.owner = model
    return function
