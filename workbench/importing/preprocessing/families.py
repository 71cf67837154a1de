"""The networks of keras.applications, by the names that Keras gives them, and what each was trained on.

The arithmetic is that of their ``preprocess_input`` (keras/src/applications/imagenet_utils.py): ``tf`` scales to -1…1,
``torch`` to the moments of ImageNet, ``caffe`` takes blue first and subtracts the mean.
"""

from __future__ import annotations

import re

from workbench.importing.preprocessing.guess import Guess, of_moments

_MEAN, _DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)  # of ImageNet, red first, pixels 0 to 1
_CAFFE_MEAN = (103.939, 116.779, 123.68)  # blue first

_FAMILIES = (
    (r"mobilenet_\d|mobilenetv2_\d|mobilenetv3(small|large)|inception_v3|inception_resnet_v2|xception", "tf"),
    (r"nasnet|resnet\d+v2", "tf"),
    (r"resnet\d+|vgg1[69]", "caffe"),
    (r"densenet\d+", "torch"),
)


def by_name(name: str) -> Guess | None:
    """Return how images are prepared for the network of this name; None if it is none of the families.

    Networks that prepare images themselves (EfficientNet, ConvNeXt) are recognised by their layers instead.
    """
    for pattern, kind in _FAMILIES:
        match = re.match(f"(?:{pattern})(?![a-z0-9]*v2)" if kind == "caffe" else pattern, name, re.IGNORECASE)
        if match:
            return _guess(kind, f"keras.applications' {name}")
    return None


def _guess(kind: str, why: str) -> Guess:
    if kind == "tf":
        return Guess((1 / 127.5,), (-1.0,), why)
    if kind == "caffe":
        return Guess((1.0,), tuple(-mean for mean in _CAFFE_MEAN), why, "BGR")
    mean, deviation = (tuple(value * 255 for value in values) for values in (_MEAN, _DEVIATION))
    return of_moments(mean, deviation, why, "RGB")
