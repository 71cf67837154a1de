"""How long the networks of ``training.networks`` run, beside the seed CNN, by the runtime that the functions use.

``python -m benchmarks.networks`` prints it. Rounds of all networks take turns, and the quotient of each round is with
the seed's of the same round, so that a machine that is busy for a while is busy for all of them.
"""

from __future__ import annotations

from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from tintype.runtimes import load
from tintype.tensor import Tensor
from training.quiet import native_chatter_dropped

if TYPE_CHECKING:
    from tintype.runtimes import Network

ROUNDS, RUNS = 1000, 10  # a round is shorter than what a busy machine gives a process at once
_SHAPE, _CLASSES = (28, 28, 1), 10


def networks() -> dict[str, Network]:
    """Convert each network, freshly made, to LiteRT; weights do not change the time."""
    from training.export import to_litert  # noqa: PLC0415 -- TensorFlow
    from training.networks import NAMES, build  # noqa: PLC0415

    return {name: load("litert", bytearray(to_litert(build(name, _SHAPE, _CLASSES)))) for name in NAMES}


def seconds(network: Network, runs: int = RUNS) -> float:
    """Return the mean time of a run on one thread."""
    [spec] = network.inputs
    inputs = {spec.name: Tensor(*spec, data=bytes(4 * _SHAPE[0] * _SHAPE[1]))}
    started = perf_counter()
    for _ in range(runs):
        network.run(inputs)
    return (perf_counter() - started) / runs


def compare(found: dict[str, Network], rounds: int = ROUNDS) -> dict[str, tuple[float, float]]:
    """Return each network's median time in seconds, and the median of its quotients with the seed's."""
    for network in found.values():
        seconds(network)  # warm
    times = [{name: seconds(network) for name, network in found.items()} for _ in range(rounds)]
    return {
        name: (median(one[name] for one in times), median(one[name] / one["seed"] for one in times)) for name in found
    }


def main() -> None:
    """Print the table."""
    with native_chatter_dropped():
        found = networks()
    for name, (time, quotient) in compare(found).items():
        print(f"{name:10} {time * 1e6:7.1f} us  {quotient:.3f} x seed")


if __name__ == "__main__":
    main()
