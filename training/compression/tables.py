"""The tables of a codec, from photographs."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np

from tintype.codec import means as means_coding
from tintype.codec import slopes
from tintype.codec.estimator import BUCKETS
from tintype.codec.kinds import CONTEXTS as KIND_CONTEXTS
from tintype.codec.kinds import contexts as kind_contexts
from tintype.codec.neighbours import MOST
from tintype.codec.tables import SIZES, VALUE_ONE, Tables, estimator
from tintype.codec.transform import KINDS, PLANES, odd
from training.compression.samples import drawn, foretell, middles, patches
from training.compression.samples import weights as stands_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from PIL.Image import Image

    from training.compression.samples import Drawn, Patch

    Arrays = dict[str, NDArray[Any]]

_TOTAL = 1 << 16


def learned(photographs: Sequence[Image], *, many: int, epochs: int, seed: int) -> bytes:
    """Return a file of tables, see ``tintype.codec.tables``: learned twice, at last from what the first ones chose."""
    from training.compression.fit import fit  # noqa: PLC0415 -- TensorFlow takes seconds

    whole = list(patches(photographs, many, seed))
    shared = {"kinds": kinds(whole)}
    slants = [slants_of(whole, plane) for plane in range(PLANES)]
    rest = [foretell(patch, slants) for patch in whole]
    tables: Tables | None = None
    for _ in range(2):
        arrays: Arrays = dict(shared)
        for plane, of in enumerate(drawn(rest, tables)):
            found = fit(of, epochs=epochs, seed=seed)
            found |= probabilities(of, found) | {"means": means(whole, plane), "slopes": slants[plane]}
            arrays |= {f"{plane}{name}": value for name, value in found.items()}
        tables = Tables.read(file := written(arrays))
    return file


def written(arrays: Arrays) -> bytes:
    """Return arrays as a file."""
    file = io.BytesIO()
    narrow: dict[str, Any] = {name: _narrow(value) for name, value in arrays.items()}
    np.savez_compressed(file, **narrow)
    return file.getvalue()


def _narrow(value: NDArray[Any]) -> NDArray[Any]:
    for kind in (np.int8, np.uint8, np.int16, np.uint16):
        if (value.astype(kind) == value).all():
            return value.astype(kind)
    return value.astype(np.int32)


def probabilities(of: Drawn, arrays: Arrays) -> Arrays:
    """Return what symbols each bucket holds, and how far its values lie from them."""
    network, columns, weight = estimator(arrays), of.column.astype(np.intp), stands_for(of)
    counts = np.zeros((BUCKETS, MOST + 1))
    nearer, sizes = np.zeros((BUCKETS, SIZES)), np.zeros((BUCKETS, SIZES))
    for log_step in np.unique(of.log_step):
        these = np.flatnonzero(of.log_step == log_step)
        bucket = network.buckets(of.features[these].T, network.biases(int(log_step))[:, columns[these]])
        symbols = of.symbols[these]
        np.add.at(counts, (bucket, symbols), weight[these])
        few = (symbols > 0) & (symbols < MOST)
        at = (bucket[few], np.minimum(symbols[few], SIZES - 1))
        np.add.at(nearer, at, symbols[few] - of.values[these][few])
        np.add.at(sizes, at, 1)
    overall = nearer.sum(0) / np.maximum(sizes.sum(0), 1)
    mean = (nearer + 200 * overall) / (sizes + 200)
    return {"magnitudes": shares(counts), "nearer": np.rint(VALUE_ONE * mean).astype(np.int32)}


def shares(counts: NDArray[np.float64]) -> NDArray[np.int32]:
    """Return counts as whole shares of ``_TOTAL``, none of them 0: what was seldom seen leans on the rows beside."""
    smooth = counts + 0.02
    smooth[1:] += 0.01 * counts[:-1]
    smooth[:-1] += 0.01 * counts[1:]
    part = smooth / smooth.sum(-1, keepdims=True)
    whole: NDArray[np.int32] = np.maximum(1, np.rint(part * (_TOTAL - 64))).astype(np.int32)
    return whole


def kinds(of: Sequence[Patch]) -> NDArray[np.int32]:
    """Return how often squares of each kind lie in each context."""
    counts = np.zeros((KIND_CONTEXTS, len(KINDS)))
    for patch in of:
        second = odd(patch.kinds.shape)
        for where, known in ((~second, None), (second, np.where(second, 0, patch.kinds).astype(np.int8))):
            np.add.at(counts, (kind_contexts(patch.kinds.shape, known)[where], patch.kinds[where]), 1)
    return shares(counts)


def means(of: Sequence[Patch], plane: int) -> NDArray[np.int32]:
    """Return how far the means of a plane lie from what was foretold, in each context."""
    counts = np.zeros((means_coding.CONTEXTS, means_coding.MOST + 1))
    for patch in of:
        known = middles(patch)
        for which in means_coding.passes():
            around = means_coding.surroundings(known, plane, which)
            size = np.abs(known[plane][around.at] - around.foretold)
            np.add.at(counts, (around.contexts, np.minimum(size, means_coding.MOST)), 1)
    return shares(counts)


def slants_of(of: Sequence[Patch], plane: int) -> NDArray[np.int32]:
    """Return the weights of ``slopes``, by least squares that weigh each square by how smooth it is."""
    left, right = np.zeros((8, 8)), np.zeros((8, len(slopes.ROWS)))
    for patch in of:
        around = slopes.differences(middles(patch)[plane]).reshape(8, -1).T.astype(float)
        wanted = patch.steps[plane][:, :, slopes.ROWS, slopes.COLUMNS].reshape(-1, len(slopes.ROWS)).astype(float)
        weight = 1 / (1 + (around**2).mean(-1) + (wanted**2).mean(-1))[:, None]
        left += around.T @ (around * weight)
        right += around.T @ (wanted * weight)
    weights: NDArray[np.int32] = np.rint(slopes.ONE * np.linalg.solve(left + 1e-3 * np.eye(8), right)).astype(np.int32)
    return weights.T
