"""The kinds of segmentation: what is found, by which network, learnt from what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from training.segmentation import lungs, network

if TYPE_CHECKING:
    from collections.abc import Callable

    from training.segmentation.samples import Data


class Kind(NamedTuple):
    """One kind.

    Attributes:
        labels: the classes, first the background.
        side: of the network's input, in pixels.
        mode: its pixels, ``"L"`` or ``"RGB"``.
        resize: how an image is brought there, see ``tintype.images.Preprocessing``.
        steps: usual training steps.
        data: from the side, the images of a batch, and a seed.
        build: makes the network.
    """

    labels: tuple[str, ...]
    side: int
    mode: str
    resize: str
    steps: int
    data: Callable[[int, int, int], Data]
    build: Callable[[], Any]


KINDS = {
    "lungs": Kind(
        ("background", "lungs"), 128, "L", "stretch", 1500, lungs.data, lambda: network.unet(128, channels=1, classes=2)
    ),
}
