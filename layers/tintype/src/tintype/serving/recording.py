"""What a model was given and what its network answered in one call, kept for those who compare."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tintype.runtimes import Network, Runnable
    from tintype.serving.model import Model
    from tintype.tensor import Tensor


class Pass(NamedTuple):
    """One run of the network: its outputs by name, and the seconds that it took."""

    outputs: dict[str, Tensor]
    seconds: float


class Run(NamedTuple):
    """One image file's bytes, or tensors by name, and the passes that the network made over it."""

    input: bytes | Mapping[str, Tensor]
    passes: list[Pass]


class Recorder:
    """A network that notes what it answers; see ``tintype.runtimes.Network``."""

    def __init__(self, network: Network, runs: list[Run]) -> None:
        self.inputs = network.inputs
        self.outputs = network.outputs
        self._network = network
        self._runs = runs

    def run(self, inputs: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """Run the network, and keep its outputs beside the input that was noted last."""
        started = perf_counter()
        outputs = self._network.run(inputs)
        if self._runs:
            self._runs[-1].passes.append(Pass(outputs, perf_counter() - started))
        return outputs

    def also(self, name: str) -> Runnable | None:
        """Return another function of the network's; what it answers is not noted."""
        return self._network.also(name)

    def close(self) -> None:
        """Leave the network to its owner."""


def recorded(model: Model) -> Model:
    """Return the model as one that notes its runs, in ``runs``."""
    runs: list[Run] = []
    return model._replace(network=Recorder(model.network, runs), runs=runs)


def note(model: Model, given: bytes | Mapping[str, Tensor]) -> None:
    """Note an input that is about to be run."""
    if model.runs is not None:
        model.runs.append(Run(given, []))
