from __future__ import annotations

import numpy as np

from tintype.codec.estimator import BUCKETS, HIDDEN_MOST, HIDDEN_ONE, LARGEST, Estimator
from tintype.codec.neighbours import FEATURES

_EXACT = 2**24  # up to which 32-bit floating point holds all whole numbers


def _random(rng, features=FEATURES[0], hidden=32):
    def whole(most, *shape):
        return rng.integers(-most, most + 1, shape).astype(np.float32)

    return Estimator(
        whole(LARGEST["first"] // 8, hidden, features),
        whole(4096, hidden, 768),
        whole(256, hidden, 256),
        whole(LARGEST["second"] // 4, 16, hidden),
        whole(4096, 16, 1),
        whole(LARGEST["third"] // 8, 1, 16),
        whole(8192, 1, 1) + 60_000,
    )


def test_sums_are_exact():
    """No sum can leave the whole numbers that 32-bit floating point holds."""
    hidden = HIDDEN_MOST * HIDDEN_ONE
    steps = 16 * 8  # of the logarithm, up to 256 levels
    bias = LARGEST["place"] + LARGEST["slope"] * steps // 16
    assert FEATURES[-1] * 255 * LARGEST["first"] + bias < _EXACT
    assert 32 * hidden * LARGEST["second"] + 2**18 < _EXACT
    assert 16 * hidden * LARGEST["third"] + 2**18 < _EXACT


def test_order_does_not_matter():
    """Sums in another order, and in 64 bits, give the same buckets."""
    rng = np.random.default_rng(3)
    estimator = _random(rng)
    features = rng.integers(0, 256, (FEATURES[0], 5000), np.uint8)
    biases = estimator.biases(70)[:, rng.integers(0, 768, 5000)]
    found = estimator.buckets(features, biases)
    order, inner = rng.permutation(FEATURES[0]), rng.permutation(32)
    turned = Estimator(
        estimator.first[inner][:, order].astype(np.float64),
        *estimator[1:3],
        estimator.second[:, inner].astype(np.float64),
        *estimator[4:],
    )
    assert np.array_equal(found, turned.buckets(features[order], biases[inner]))
    assert np.unique(found).size > 10
    assert found.max() < BUCKETS


def test_biases():
    """A larger step moves the biases of all kinds of a place by its slope, rounded down."""
    estimator = _random(np.random.default_rng(0))
    moved = estimator.biases(17) - estimator.biases(0)
    assert np.array_equal(moved[:, ::3], np.floor(estimator.slope * 17 / 16))
    assert np.array_equal(moved[:, ::3], moved[:, 2::3])
