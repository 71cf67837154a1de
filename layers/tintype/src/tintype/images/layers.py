"""An image taken apart into colours and transparency, so that a network sees the colours alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tintype.images.modes import flatten

if TYPE_CHECKING:
    from PIL.Image import Image

_TRANSPARENT = ("RGBA", "LA", "PA", "RGBa", "La")
_GREY = ("1", "L", "LA", "La", "I", "I;16", "I;16B", "F")
_PROFILED = ("L", "LA", "RGB", "RGBA", "P", "PA")  # a CMYK profile fits no RGB pixels


class Layers(NamedTuple):
    """Colours in ``"L"`` or ``"RGB"``, transparency in ``"L"`` if there is any, and the profile that still fits."""

    colours: Image
    alpha: Image | None
    icc_profile: bytes | None


def layers(image: Image) -> Layers:
    """Take an image in any of Pillow's modes apart; colours that are hidden stay what they are."""
    grey = image.mode in _GREY
    profile = image.info.get("icc_profile") if image.mode in _PROFILED else None
    if image.mode not in _TRANSPARENT and "transparency" not in image.info:
        return Layers(flatten(image, "L" if grey else "RGB", 255), None, profile)
    whole = (image.convert("LA") if image.mode == "La" else image).convert("RGBA")
    colours = whole.convert("RGB")
    return Layers(colours.convert("L") if grey else colours, whole.getchannel("A"), profile)
