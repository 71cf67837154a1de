"""The kinds of segmentation: what is found, by which network, learnt from what."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from training.efficientnet import weights
from training.efficientnet.network import efficientnet_lite0
from training.segmentation import cutout, decoder, lungs, network

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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
        origin: what the lineage says of weights that were there before.
    """

    labels: tuple[str, ...]
    side: int
    mode: str
    resize: str
    steps: int
    data: Callable[[int, int, int], Data]
    build: Callable[[], Any]
    origin: Mapping[str, str] = MappingProxyType({})


KINDS = {
    "lungs": Kind(
        ("background", "lungs"), 128, "L", "stretch", 1500, lungs.data, lambda: network.unet(128, channels=1, classes=2)
    ),
    "cutout": Kind(
        ("background", "subject"),
        256,
        "RGB",
        "stretch",
        1500,
        cutout.data,
        lambda: decoder.cutter(decoder.frozen(efficientnet_lite0(weights.load(), 256))),
        {"encoder": weights.ORIGIN, "encoder_sha256": weights.SHA256},
    ),
}
