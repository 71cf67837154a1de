from __future__ import annotations

import pytest

from tests.unit.training.transfer.stripes import SIDE


def stand_in(side):
    """Return a small network with random filters, and layers of the same names and order as EfficientNet-Lite0."""
    from keras import Input, Model, layers, utils  # noqa: PLC0415 -- takes seconds to import

    utils.set_random_seed(5)
    image = Input((side, side, 3))
    x = layers.Conv2D(3, 1, name="conv_stem")(image)
    x = layers.DepthwiseConv2D(5, 4, depth_multiplier=8, name="blocks_7__depthwise_conv")(x)
    x = layers.ReLU(6.0)(layers.BatchNormalization()(x))
    x = layers.Conv2D(16, 3, 2, name="conv_head")(x)
    return Model(image, layers.ReLU(6.0)(layers.BatchNormalization()(x)))


@pytest.fixture
def small(monkeypatch):
    """In place of EfficientNet-Lite0, which takes seconds to convert."""
    from training.transfer import features  # noqa: PLC0415 -- TensorFlow

    monkeypatch.setattr(features, "_imagenet", stand_in)


@pytest.fixture
def seen(small):  # noqa: ARG001 -- the stand-in
    """The stand-in's layers at all places."""
    from training.transfer.features import places  # noqa: PLC0415 -- TensorFlow

    return places((SIDE, SIDE, 3))
