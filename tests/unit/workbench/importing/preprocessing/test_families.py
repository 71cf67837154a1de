import importlib

import numpy as np
import pytest

from tests.unit.workbench.importing.conftest import picture
from tintype.images import Preprocessing
from workbench.importing.conversion.measuring import to_array
from workbench.importing.preprocessing.families import by_name

FAMILIES = {
    "mobilenet": "mobilenet_1.00_224",
    "mobilenet_v2": "mobilenetv2_1.40_224",
    "inception_v3": "inception_v3",
    "inception_resnet_v2": "inception_resnet_v2",
    "xception": "xception",
    "nasnet": "NASNet",
    "resnet": "resnet50",
    "resnet_v2": "resnet101v2",
    "vgg16": "vgg16",
    "vgg19": "vgg19",
    "densenet": "densenet121",
}


@pytest.mark.slow
@pytest.mark.parametrize(("module", "name"), FAMILIES.items())
def test_as_keras_does(module, name):
    """An image is prepared as keras.applications' own preprocess_input prepares it."""
    image = picture(1, 5, 8)
    guess = by_name(name)
    how = Preprocessing(8, 8, guess.mode or "RGB", "float32", guess.scale, guess.offset)
    pixels = to_array(image, Preprocessing(8, 8)).copy()
    expected = importlib.import_module(f"keras.applications.{module}").preprocess_input(pixels)
    np.testing.assert_allclose(to_array(image, how), expected, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("name", ["efficientnetb0", "convnext_tiny", "functional", "my_resnet", "sequential_1", ""])
def test_others(name):
    """Networks that prepare images themselves, and those that nobody knows, are no such family."""
    assert by_name(name) is None
