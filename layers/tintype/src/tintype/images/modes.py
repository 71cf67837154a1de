"""Any of Pillow's pixel modes to greyscale or RGB, over a background where pixels are transparent."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

_DEEP = ("I", "I;16", "I;16B", "I;16L", "I;16N", "F")
_8_BITS = 255
_16_TO_8_BITS = 257  # 65535 / 255


def flatten(image: Image, mode: str, background: int) -> Image:
    """Return ``image`` in ``mode``, which is ``"L"`` or ``"RGB"``; an image that is so already is not copied.

    16-bit and 32-bit samples are scaled to 8 bits; transparent pixels show the grey ``background``.
    """
    if image.mode == mode and "transparency" not in image.info:
        return image
    if image.mode == "La":
        image = image.convert("LA")  # the only way from there
    if image.mode in _DEEP:
        image = _to_8_bits(image)
    if image.mode in ("RGBA", "LA", "PA", "RGBa") or "transparency" in image.info:
        image = _over(image.convert("RGBA"), background)
    elif image.mode not in ("L", "RGB"):
        image = image.convert("RGB")
    return image if image.mode == mode else image.convert(mode)


def _to_8_bits(image: Image) -> Image:
    wide = image.convert("F")
    low, high = wide.getextrema()
    if image.mode == "F" and low >= 0 and high <= 1:  # type: ignore[operator]
        factor = float(_8_BITS)
    else:
        factor = 1.0 if image.mode in ("I", "F") and high <= _8_BITS else 1 / _16_TO_8_BITS  # type: ignore[operator]
    return wide.point(lambda value: value * factor + 0.5).convert("L")  # 0.5: the conversion cuts off


def _over(image: Image, background: int) -> Image:
    from PIL import Image as pil  # noqa: N813 -- the module beside its class

    canvas = pil.new("RGB", image.size, (background,) * 3)
    canvas.paste(image, mask=image.getchannel("A"))
    return canvas
