"""One converted file, loaded as it will be served, and what was measured of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tintype.runtimes import load
from tintype.tensor import Tensor
from workbench.importing.conversion.runtimes import runtime_of
from workbench.importing.sources.original import as_scores

if TYPE_CHECKING:
    from tintype.runtimes import Network
    from workbench.importing.conversion.weighing import Weight
    from workbench.importing.sources.original import Values


class Candidate:
    """A file in Tintype's own runtime: LiteRT's, or TensorFlow's where it was not converted.

    Args:
        precision: as it was converted.
        file: the bytes.

    Raises:
        ModelFileError: the runtime cannot load it.
    """

    def __init__(self, precision: str, file: bytes) -> None:
        self.precision, self.file, self.runtime = precision, file, runtime_of(precision)
        self.network: Network = load(self.runtime, bytearray(file))
        self.input, self.output = self.network.inputs[0], self.network.outputs[0]

    def run(self, image: bytes) -> Values:
        """Return the scores, (classes,) float32, for the bytes of an input.

        Raises:
            InferenceError: the runtime failed.
        """
        outputs = self.network.run({self.input.name: Tensor(*self.input, data=image)})
        return as_scores(np.frombuffer(bytes(outputs[self.output.name].data), self.output.dtype))

    def close(self) -> None:
        """Give the memory back."""
        self.network.close()


class Measured(NamedTuple):
    """What a candidate is worth.

    Attributes:
        precision: of the candidate.
        size: of the file in bytes.
        quality: the share of images answered rightly, or as the original answers them, 0 to 1.
        weight: time and memory.
    """

    precision: str
    size: int
    quality: float
    weight: Weight
