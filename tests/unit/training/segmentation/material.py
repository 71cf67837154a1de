"""Cut-outs and photographs that are made, not found."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from training.segmentation.scenes.composing import Material


def square(colour=(250, 20, 20), side=40):
    """Return a cut-out: an opaque square without margins."""
    return Image.new("RGBA", (side, side), (*colour, 255))


def ring(side=60):
    """Return a cut-out with a hole."""
    image = Image.new("RGBA", (side, side))
    ImageDraw.Draw(image).ellipse((0, 0, side - 1, side - 1), outline=(20, 200, 20, 255), width=side // 5)
    return image


def meadow(size=(300, 200)):
    """Return a dark photograph with some grain."""
    noise = np.random.default_rng(0).integers(0, 60, (size[1], size[0], 3))
    return Image.fromarray(noise.astype(np.uint8))


MATERIAL = Material([square(), ring()], [meadow(), meadow((150, 250))])
