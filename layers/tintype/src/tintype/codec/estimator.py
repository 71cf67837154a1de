"""How large a coefficient is expected to be: a small network whose every number is whole.

Its sums stay below 2**24, where 32-bit floating point adds whole numbers exactly: whatever library adds them, in
whatever order, on however many threads, the result is the same to the bit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tintype.codec.transform import KINDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.float32]

BUCKETS = 63
ONE = 1 << 12
"""What 1 is in the first layer's sums (its weights times the features)."""
HIDDEN_ONE = 1 << 6
"""What 1 is in a layer's result."""
HIDDEN_MOST = 8
"""The largest result of a layer."""
WEIGHT_ONE = 1 << 7
"""What 1 is in the weights of the other layers."""
LARGEST = {"first": 2000, "place": 1 << 18, "slope": 1 << 13, "second": 500, "third": 1900}
"""The largest weights: 29 features of 255, 32 results of 511, and 16 of them."""


class Estimator(NamedTuple):
    """The weights for one plane: whole numbers, as the arrays of floats that they are computed with.

    Attributes:
        first: (hidden, features).
        place: (hidden, 256 places x kinds).
        slope: (hidden, 256 places): what a unit of the step's logarithm adds.
        second: (hidden 2, hidden).
        second_bias: (hidden 2, 1).
        third: (1, hidden 2).
        third_bias: (1, 1).
    """

    first: Whole
    place: Whole
    slope: Whole
    second: Whole
    second_bias: Whole
    third: Whole
    third_bias: Whole

    def biases(self, log_step: int) -> Whole:
        """Return the first layer's biases for a step whose logarithm is ``log_step`` / 16: (hidden, places x kinds)."""
        slopes = np.floor(self.slope * np.float32(log_step) / np.float32(16))
        biases: Whole = self.place + np.repeat(slopes, len(KINDS), axis=1)
        return biases

    def buckets(self, features: NDArray[np.uint8], biases: Whole) -> NDArray[np.uint8]:
        """Return the bucket of each coefficient: 0 (surely nothing) to ``BUCKETS`` - 1.

        Args:
            features: (features, coefficients).
            biases: (hidden, coefficients), of their places.
        """
        hidden = self.first @ features.astype(np.float32)
        hidden += biases
        _scale(hidden, ONE // HIDDEN_ONE, HIDDEN_MOST * HIDDEN_ONE - 1)
        hidden = self.second @ hidden
        hidden += self.second_bias
        _scale(hidden, WEIGHT_ONE, HIDDEN_MOST * HIDDEN_ONE - 1)
        value = self.third @ hidden
        value += self.third_bias
        _scale(value, HIDDEN_ONE * WEIGHT_ONE // 2, BUCKETS - 1)
        buckets: NDArray[np.uint8] = value[0].astype(np.uint8)
        return buckets


def _scale(sums: Whole, unit: int, most: int) -> None:
    """Divide in place by a power of two, downwards, and bound."""
    sums *= np.float32(1 / unit)
    np.floor(sums, out=sums)
    np.clip(sums, 0, most, out=sums)
