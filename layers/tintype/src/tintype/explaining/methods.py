"""How a heat map is made: by a function in the model's own file, or by hiding places."""

from __future__ import annotations

from struct import pack
from typing import TYPE_CHECKING

from tintype.errors import ExplanationError
from tintype.explaining.heat import Heat
from tintype.explaining.occlusion import occlusion
from tintype.tensor import Tensor

if TYPE_CHECKING:
    from collections.abc import Callable

    from tintype.explaining.pixels import Pixels
    from tintype.runtimes import Network, Runnable

SIGNATURES = {"cam": "explain", "gradients": "gradients"}
"""Methods that a model file may carry, and the functions' names: from its input and ``label`` to ``heat``."""

METHODS = (*SIGNATURES, "occlusion")


def chosen(network: Network, wanted: str) -> str:
    """Return the method: the wanted one, or the quickest that the model has.

    Raises:
        ExplanationError: there is no such method, or this model does not carry it.
    """
    there = [name for name, signature in SIGNATURES.items() if network.also(signature)] + ["occlusion"]
    if wanted and wanted not in there:
        raise ExplanationError("method", f"one of {', '.join(there)}, which this model has", wanted)
    return wanted or there[0]


def heat_map(
    method: str, network: Network, pixels: Pixels, label: int, score: Callable[[Tensor], float], seconds: float
) -> Heat:
    """Return how much each place spoke for a label.

    Args:
        method: one that :func:`chosen` returned.
        network: the model's.
        pixels: its input.
        label: the class's number.
        score: runs the network, and returns the label's score.
        seconds: about how long occlusion may take.

    Raises:
        InferenceError: the runtime failed.
    """
    if method == "occlusion":
        return occlusion(pixels, score, seconds)
    return _carried(network.also(SIGNATURES[method]), pixels.tensor, label)


def _carried(function: Runnable | None, image: Tensor, label: int) -> Heat:
    assert function is not None  # noqa: S101 -- see chosen
    name = next(spec.name for spec in function.inputs if spec.name != "label")
    inputs = {name: image._replace(name=name), "label": Tensor("label", "int32", (1,), pack("<i", label))}
    return Heat.of(function.run(inputs)["heat"])
