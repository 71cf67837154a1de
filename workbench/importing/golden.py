"""The golden sample: a real image, small enough for a manifest, with the answer of the file that is published."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO
from typing import TYPE_CHECKING

from tintype.images import Preprocessing, decode
from tintype.images.modes import flatten
from tintype.manifest import Golden
from workbench.importing.conversion.measuring import to_input
from workbench.importing.options import TENSORFLOW

if TYPE_CHECKING:
    from workbench.importing.conversion.candidate import Candidate

_QUALITY = 80
_TOLERANCES = {"float32": 1e-3, "float16": 1e-2, TENSORFLOW: 1e-3}
_QUANTISED_TOLERANCE = 0.05
"""Other processors round other values up: quantised scores move in steps, a damaged file is off by far more."""
_DIGITS = 6


def shrink(data: bytes, how: Preprocessing) -> bytes:
    """Return an image file as JPEG, of about the size that the model takes."""
    image = flatten(decode(data).image, "L" if how.mode == "L" else "RGB", how.background)
    scale = max(how.width / image.width, how.height / image.height)
    if scale < 1:
        image = image.resize((round(image.width * scale), round(image.height * scale)))
    written = BytesIO()
    image.save(written, "JPEG", quality=_QUALITY)
    return written.getvalue()


def golden(candidate: Candidate, image: bytes, how: Preprocessing) -> Golden:
    """Return the sample as a manifest has it.

    Args:
        candidate: the file that is published.
        image: an encoded image, see :func:`shrink`.
        how: how it becomes the input.
    """
    scores = [round(float(score), _DIGITS) for score in candidate.run(to_input(image, how))]
    tolerance = _TOLERANCES.get(candidate.precision, _QUANTISED_TOLERANCE)
    return Golden(b64encode(image).decode(), {candidate.output.name: scores}, tolerance)
