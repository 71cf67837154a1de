"""What there is to learn from: coefficients of patches of photographs, and what is known of each before it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tintype.codec import slopes
from tintype.codec.choosing import coefficients
from tintype.codec.coding import Estimate, capped, walk
from tintype.codec.neighbours import DIAGONALS
from tintype.codec.tables import log_step
from tintype.codec.transform import KINDS, PLANES, SIDE, squares
from tintype.codec.writing import chosen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from PIL.Image import Image

    from tintype.codec.coding import Place
    from tintype.codec.neighbours import Bytes
    from tintype.codec.tables import Tables

    Floats = NDArray[np.float32]
    Integers = NDArray[np.int32]

_PATCH = 12 * SIDE
_SMALLEST, _LARGEST = 5.0, 120.0
"""The quantisation steps that are drawn from, on a logarithmic scale."""
MIDDLE_STEP = 4.6
"""The mean of the steps' logarithms, about."""
_EVERY = 4  # of the zeros amid zeros, by far the most, one is kept
_ROUND_UP = 0.36  # from which fraction on, where nothing is known of the bits yet


class Patch(NamedTuple):
    """A patch's coefficients: (3, down, across, 16, 16) in steps, each square's kind, and the step's logarithm."""

    steps: Floats
    kinds: NDArray[np.int8]
    log_step: int


class Drawn(NamedTuple):
    """Coefficients of one plane: a row each.

    Attributes:
        features: (rows, features), see ``tintype.codec.neighbours``.
        column: (rows,), place in the square times kinds, plus kind.
        log_step: (rows,).
        values: (rows,), absolute, in steps.
        symbols: (rows,), what was chosen for them.
    """

    features: Bytes
    column: NDArray[np.uint16]
    log_step: Bytes
    values: Floats
    symbols: Bytes


def patches(photographs: Sequence[Image], many: int, seed: int) -> Iterator[Patch]:
    """Draw patches from photographs, each as large as it is or half as large, at steps of all sizes."""
    rng = np.random.default_rng(seed)
    for index in range(many):
        image = photographs[index % len(photographs)]
        if rng.integers(2):
            image = image.resize((image.width // 2, image.height // 2), 1)
        pixels = np.asarray(image)
        top, left = (int(rng.integers(0, side - _PATCH + 1)) for side in pixels.shape[:2])
        step = float(np.exp(rng.uniform(np.log(_SMALLEST), np.log(_LARGEST))))
        steps, kinds = coefficients(squares(pixels[top : top + _PATCH, left : left + _PATCH]), step)
        yield Patch(steps, kinds, log_step(step))


def middles(patch: Patch) -> Integers:
    """Return the means as whole numbers: (3, down, across)."""
    return np.rint(patch.steps[..., 0, 0]).astype(np.int32)


def foretell(patch: Patch, weights: Sequence[Integers]) -> Patch:
    """Return a patch less what its means foretell."""
    steps = patch.steps.copy()
    slopes.add(steps, middles(patch), weights, -1)
    return patch._replace(steps=steps)


class _Recorder:
    """Visits a patch as the codec does, and keeps what it sees of the squares that are not at the edge."""

    def __init__(self, patch: Patch, tables: Tables | None) -> None:
        self._steps = np.ascontiguousarray(np.abs(patch.steps).transpose(0, 3, 4, 1, 2))
        self._patch, self._tables = patch, tables
        self._inside = np.zeros(patch.kinds.shape, bool)
        self._inside[1:-1, 1:-1] = True
        self.found: list[list[Drawn]] = [[] for _ in range(PLANES)]
        self._plane, self._features = 0, np.empty(0, np.uint8)

    def guesses(self) -> list[_Recorder]:
        return [self] * PLANES

    def buckets(self, features: Bytes, at: NDArray[np.intp], where: NDArray[np.bool_]) -> Bytes:
        self._features = features
        if self._tables is None:
            return np.zeros(features[0].size, np.uint8)
        of = self._tables.planes[self._plane].estimator
        return Estimate(of, self._patch.kinds, self._patch.log_step).buckets(features, at, where)

    def visit(self, place: Place, buckets: Bytes) -> Integers:
        values = place.of(self._steps)
        if self._tables is None:
            sizes = np.floor(values + np.float32(_ROUND_UP)).astype(np.int32)
        else:
            sizes = chosen(values.ravel(), buckets, self._tables.planes[place.plane]).reshape(values.shape)
        symbols, keep = capped(sizes), self._inside[place.where]
        column = (place.rows * SIDE + place.columns)[:, None] * len(KINDS) + self._patch.kinds[place.where]
        rows = self._features[:, :, keep].reshape(self._features.shape[0], -1).T
        symbol = symbols[:, keep].ravel().astype(np.uint8)
        few = ~_bare(rows, symbol)
        few[::_EVERY] = True
        step = np.full(np.count_nonzero(few), self._patch.log_step, np.uint8)
        at, value = column.astype(np.uint16)[:, keep].ravel()[few], values[:, keep].ravel()[few]
        self.found[place.plane].append(Drawn(rows[few], at, step, value, symbol[few]))
        return symbols.ravel()

    def finish(self, plane: int) -> None:
        self._plane = plane + 1


def weights(of: Drawn) -> NDArray[np.float32]:
    """Return for how many rows each stands."""
    return np.where(_bare(of.features, of.symbols), _EVERY, 1).astype(np.float32)


def _bare(features: Bytes, symbols: Bytes) -> NDArray[np.bool_]:
    bare: NDArray[np.bool_] = (symbols == 0) & ~features[:, :-1].any(1)
    return bare


def drawn(of: Sequence[Patch], tables: Tables | None) -> list[Drawn]:
    """Return the coefficients of patches for each plane, as ``tables`` chooses them; None: as nothing is known."""
    found: list[list[Drawn]] = [[] for _ in range(PLANES)]
    for patch in of:
        recorder = _Recorder(patch, tables)
        walk(recorder, recorder.guesses(), patch.kinds.shape, [DIAGONALS] * PLANES)
        for plane, parts in zip(found, recorder.found, strict=True):
            plane.extend(parts)
    return [Drawn(*(np.concatenate(parts) for parts in zip(*plane, strict=True))) for plane in found]
