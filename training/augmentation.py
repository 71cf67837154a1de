"""Images changed at random while training: shifted, rotated, zoomed, mirrored, by one bilinear sampling each."""

from __future__ import annotations

from math import pi
from typing import TYPE_CHECKING, Any

import tensorflow as tf

if TYPE_CHECKING:
    from training.hyperparameters import Hyperparameters

Tensor = Any  # tensorflow has no types


class Augmentation:
    """What may happen to an image.

    Args:
        settings: ``shift`` (a share of width and height), ``rotate`` (degrees), ``zoom`` (a share), ``flip`` (axes),
            ``seed``, and ``background``, which fills what comes in from outside.
    """

    def __init__(self, settings: Hyperparameters) -> None:
        self._settings = settings
        self._fill = settings.background * settings.preprocessing.scale[0]
        self._idle = not (settings.shift or settings.rotate or settings.zoom or settings.flip != "none")

    def __call__(self, images: Tensor, number: Tensor) -> Tensor:
        """Return the images, each changed in its own way.

        Args:
            images: float32, (N, height, width, channels).
            number: int32 scalar; the same number and seed give the same changes.
        """
        if self._idle:
            return images
        chance = tf.random.stateless_uniform([6, tf.shape(images)[0]], tf.stack([self._settings.seed, number]), -1, 1)
        changed = tf.raw_ops.ImageProjectiveTransformV3(
            images=images,
            transforms=self._transforms(chance),
            output_shape=tf.shape(images)[1:3],
            fill_value=self._fill,
            interpolation="BILINEAR",
            fill_mode="CONSTANT",
        )
        return tf.ensure_shape(changed, images.shape)  # some layers have to know it

    def _transforms(self, chance: Tensor) -> Tensor:
        """Return N rows a0, a1, a2, b0, b1, b2, 0, 0.

        The output at (x, y) is the input at (a0 x + a1 y + a2, b0 x + b1 y + b2).
        """
        how = self._settings
        angle, size = chance[0] * (how.rotate * pi / 180), 1 / (1 + chance[1] * how.zoom)
        cosine, sine = tf.cos(angle) * size, tf.sin(angle) * size
        flip_x = tf.where((chance[2] < 0) & (how.flip in {"horizontal", "both"}), -1.0, 1.0)
        flip_y = tf.where((chance[3] < 0) & (how.flip in {"vertical", "both"}), -1.0, 1.0)
        a0, a1, b0, b1 = cosine * flip_x, -sine * flip_x, sine * flip_y, cosine * flip_y
        x, y = (how.width - 1) / 2, (how.height - 1) / 2  # about the centre
        a2 = x - (a0 * x + a1 * y) + self._offset(chance[4], how.width)
        b2 = y - (b0 * x + b1 * y) + self._offset(chance[5], how.height)
        nothing = tf.zeros_like(a0)
        return tf.stack([a0, a1, a2, b0, b1, b2, nothing, nothing], 1)

    def _offset(self, chance: Tensor, pixels: int) -> Tensor:
        offset = chance * self._settings.shift * pixels
        # Whole pixels lose no sharpness; a rotated or zoomed image is sampled between pixels anyway.
        return offset if self._settings.rotate or self._settings.zoom else tf.round(offset)
