"""The two kinds of enhancement: what is damaged, by which network it is mended, and in which tiles it is served."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from training.enhancement import damage, network

if TYPE_CHECKING:
    from collections.abc import Callable

    from training.enhancement.damage import Pixels


class Kind(NamedTuple):
    """One kind.

    Attributes:
        mode: the network's pixels, ``"L"`` (luma) or ``"RGB"``.
        scale: how many times larger the answer is.
        tile: the served network's input, in pixels of its sides.
        margin: of them, how many at each side see too little to be kept: the network's reach.
        patch: the side of a training patch, in pixels of the answer.
        build: makes the network.
        damaged: makes, of a whole photograph, the image that is sent; with a given strength.
        strengths: of the damage, the first being the usual one to measure.
        loss: Keras' name of it.
    """

    mode: str
    scale: int
    tile: int
    margin: int
    patch: int
    build: Callable[[], Any]
    damaged: Callable[[Pixels, float, int], Pixels]
    strengths: tuple[float, ...]
    loss: str


KINDS = {
    "denoise": Kind("RGB", 1, 256, 8, 48, network.denoiser, damage.noisy, (25.0, 10.0, 50.0), "mse"),
    "upscale": Kind("L", 2, 192, 8, 80, network.upscaler, damage.halved, (2.0,), "mae"),
}
