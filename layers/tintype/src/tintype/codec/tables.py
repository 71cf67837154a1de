"""What a codec has learned, but for its post-filter: whole numbers in a file of NumPy's format ``.npz``."""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import BadZipFile

import numpy as np

from tintype.codec.estimator import Estimator
from tintype.codec.symbols import models
from tintype.codec.transform import PLANES
from tintype.errors import ManifestError

if TYPE_CHECKING:
    from numpy.typing import NDArray

LOG_ONE = 16
"""Steps of the logarithm of a quantisation step that are told apart, for each doubling."""
VALUE_ONE = 256
"""What 1 is in ``PlaneTables.nearer``."""
SIZES = 4
"""The magnitudes that are told apart in ``PlaneTables.nearer``: 0, 1, 2, and all others."""


def log_step(step: float) -> int:
    """Return the logarithm of a quantisation step, in ``LOG_ONE`` parts of a doubling."""
    return round(LOG_ONE * math.log2(step))


class PlaneTables(NamedTuple):
    """Of one plane.

    Attributes:
        estimator: gives the bucket of a coefficient.
        magnitudes: a model for each bucket.
        bits: what each symbol costs, its sign included: (buckets, symbols), in bits.
        nearer: how much nearer to zero the values lie than the magnitude says: (buckets, ``SIZES``), in steps.
        means: a model for each context of ``means``.
        slopes: (places, 8), see ``slopes``.
    """

    estimator: Estimator
    magnitudes: list[Any]
    bits: NDArray[np.float32]
    nearer: NDArray[np.float32]
    means: list[Any]
    slopes: NDArray[np.int32]


class Tables(NamedTuple):
    """Of all planes; and a model for the kinds of squares by those of the squares around."""

    planes: tuple[PlaneTables, ...]
    kinds: list[Any]

    @classmethod
    def read(cls, data: bytes) -> Tables:
        """Return the tables of a file.

        Raises:
            ManifestError: it is no such file.
        """
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
                planes = tuple(
                    _plane({key[1:]: arrays[key] for key in arrays if key[0] == str(plane)}) for plane in range(PLANES)
                )
                return cls(planes, models(arrays["kinds"]))
        except (BadZipFile, EOFError, KeyError, ValueError, OSError) as error:
            raise ManifestError("tables", "a codec's tables (.npz)", str(error)) from error


def _plane(arrays: dict[str, NDArray[Any]]) -> PlaneTables:
    return PlaneTables(
        estimator(arrays),
        models(arrays["magnitudes"]),
        costs(arrays["magnitudes"]),
        (arrays["nearer"] / VALUE_ONE).astype(np.float32),
        models(arrays["means"]),
        arrays["slopes"].astype(np.int32),
    )


def estimator(arrays: dict[str, NDArray[Any]]) -> Estimator:
    """Return the network that arrays of whole numbers describe."""
    return Estimator(*(arrays[name].astype(np.float32) for name in Estimator._fields))


def costs(counts: NDArray[Any]) -> NDArray[np.float32]:
    """Return the bits of each symbol, the sign included: (buckets, symbols)."""
    bits = -np.log2(counts / counts.sum(-1, keepdims=True, dtype=np.float64))
    bits[:, 1:] += 1
    narrow: NDArray[np.float32] = bits.astype(np.float32)
    return narrow
