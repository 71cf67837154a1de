"""The real images that a model is measured, calibrated and compared on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from training.loaders.folders import ENDINGS
from workbench.gate.examples import Example, read, spread
from workbench.importing.errors import PhotographsError

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.importing.options import Options

MOST_CALIBRATING, MOST_MEASURING = 200, 5000


def measuring(options: Options) -> list[Example]:
    """Return what the candidates are measured on: the labelled images, else those for calibration.

    Raises:
        PhotographsError: there are none.
        GateError: ``--data`` is no set of labelled images.
    """
    if options.data:
        return spread(read(options.data), MOST_MEASURING)
    found = calibrating(options)
    if not found:
        raise PhotographsError(
            "real images to compare the converted file with the original on",
            "none",
            "Give labelled ones by --data, any others by --calibrate.",
        )
    return found


def calibrating(options: Options) -> list[Example]:
    """Return the images on which the ranges of int8 are found; none without the option.

    Raises:
        PhotographsError: the folder has no images.
    """
    if options.calibrate is None:
        return []
    paths = sorted(path for path in _files(options.calibrate) if path.suffix.lower() in ENDINGS)
    if not paths:
        raise PhotographsError(
            f"images ({', '.join(ENDINGS)}) in --calibrate", f"none in {options.calibrate}", "Check the path."
        )
    return spread([Example(path.name, path.read_bytes(), "") for path in paths], MOST_CALIBRATING)


def _files(folder: Path) -> list[Path]:
    return list(folder.rglob("*")) if folder.is_dir() else []
