"""A model as it was brought along: a Keras file, a SavedModel, or a LiteRT file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.importing.errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.importing.options import Options
    from workbench.importing.sources.original import Original

_KINDS = "a .keras file, a SavedModel's folder, or a .tflite file"


def load(path: Path, options: Options) -> Original:
    """Read a model, running nothing that it brings along but its own computation.

    Raises:
        SourceError: it is no model, or not safe to read.
        InterfaceError: it does not take one image.
        UnknownError: an option has to say what the file does not.
    """
    if not path.exists():
        raise SourceError(_KINDS, f"{path}, which does not exist", "Check the path.")
    if path.is_dir():
        from workbench.importing.sources.saved_model import load as load_saved_model  # noqa: PLC0415

        return load_saved_model(path, options)
    if path.suffix == ".tflite":
        from workbench.importing.sources.lite import load as load_lite  # noqa: PLC0415

        return load_lite(path, options)
    if path.suffix == ".keras":
        from workbench.importing.sources.keras_file import load as load_keras  # noqa: PLC0415

        return load_keras(path, options)
    raise SourceError(_KINDS, f"{path.name}{_WHY_NOT.get(path.suffix, '')}", _MEND.get(path.suffix, "Export it so."))


_UNSAFE = ", whose format may run code when it is read"
_WHY_NOT = {".h5": ", a format that Keras cannot read safely", ".hdf5": ", a format that Keras cannot read safely"} | (
    dict.fromkeys((".pth", ".pt", ".pkl", ".bin"), _UNSAFE)
)
_MEND = dict.fromkeys((".h5", ".hdf5"), "Where you trust it, load it and save it anew: model.save('model.keras').") | {
    ".onnx": "Convert it to a SavedModel, for example by onnx2tf."
}
