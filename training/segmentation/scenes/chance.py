"""What is drawn more than once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PIL.Image import Transpose

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from PIL.Image import Image


def happens(rng: np.random.Generator, share: float) -> bool:
    """Say whether something happens that happens to this share of all."""
    return bool(rng.random() < share)


def one(of: Sequence[Any], rng: np.random.Generator) -> Any:  # noqa: ANN401 -- an element
    """Return one, each as likely as the others."""
    return of[int(rng.integers(len(of)))]


def mirrored(image: Image, rng: np.random.Generator) -> Image:
    """Return an image, or what a mirror shows of it."""
    return image.transpose(Transpose.FLIP_LEFT_RIGHT) if happens(rng, 0.5) else image
