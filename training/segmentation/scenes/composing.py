"""One scene after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PIL import Image, ImageChops

from training.segmentation.scenes.backgrounds import background, blob
from training.segmentation.scenes.chance import happens, one
from training.segmentation.scenes.light import blurred, lit, table, worn
from training.segmentation.scenes.subjects import LARGEST_SHARE, placed

if TYPE_CHECKING:
    from collections.abc import Sequence

    Rng = np.random.Generator

_COUNTS = (0.03, 0.8, 0.12, 0.05)  # how many scenes have 0, 1, 2, 3 subjects
_DISTRACTED, _SHADED = 0.4, 0.4  # how many scenes, how many subjects
_INSIDE = 128  # of 255: from there on a pixel is the subject's


class Scene(NamedTuple):
    """``image`` is of mode ``"RGB"``; ``mask`` of mode ``"L"``: 1 where a subject is, else 0."""

    image: Image.Image
    mask: Image.Image


class Material(NamedTuple):
    """What scenes are made of: cut-outs in mode ``"RGBA"``, without empty margins, and photographs in ``"RGB"``."""

    subjects: Sequence[Image.Image]
    photographs: Sequence[Image.Image]


def compose(
    material: Material,
    size: tuple[int, int],
    rng: Rng,
    count: int | None = None,
    largest: float = LARGEST_SHARE,
) -> Scene:
    """Make a scene of this width and height.

    Args:
        material: what it is made of.
        size: its width and height.
        rng: what is drawn by.
        count: how many subjects there are; without it usually one.
        largest: how large they may be, see ``subjects.placed``.
    """
    canvas, mask = background(material.photographs, size, rng), Image.new("L", size)
    if happens(rng, _DISTRACTED):
        canvas.paste(background(material.photographs, size, rng), mask=blob(size, rng))
    for _ in range(int(rng.choice(len(_COUNTS), p=_COUNTS)) if count is None else count):
        subject = placed(one(material.subjects, rng), size, rng, largest)
        alpha = subject.getchannel("A")
        seen = lit(subject.convert("RGB"), canvas, alpha, rng)
        if happens(rng, _SHADED):
            canvas.paste((0, 0, 0), mask=_shadow(alpha, rng))
        canvas.paste(seen, mask=alpha)
        mask = ImageChops.lighter(mask, alpha)
    return Scene(worn(canvas, rng), mask.point([int(level >= _INSIDE) for level in range(256)]))


def _shadow(alpha: Image.Image, rng: Rng) -> Image.Image:
    side = min(alpha.size)
    fallen = ImageChops.offset(alpha, *(int(by) for by in rng.normal(0, 0.04 * side, 2)))
    return blurred(fallen, rng.uniform(0.01, 0.06) * side).point(table(np.arange(256) * rng.uniform(0.2, 0.7)))
