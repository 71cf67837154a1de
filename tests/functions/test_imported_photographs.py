"""ImageNet's EfficientNet-Lite0, imported as docs/importing.md shows, answers about scikit-image's photographs."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import numpy as np
import pytest

from tests.e2e.missing import give_up
from tintype.registry import promote, publish
from tintype.runtimes import load
from tintype.tensor import Tensor
from training.efficientnet import weights
from training.errors import WeightsError
from training.quiet import native_chatter_dropped
from workbench.importing.conversion.measuring import to_array
from workbench.importing.efficientnet import recipe
from workbench.importing.options import Options

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

PHOTOGRAPHS = Path(__file__).parents[2] / ".tools/photographs/skimage/data"
CATS = {"tabby", "tiger cat", "Egyptian cat"}
EXPECTED = {
    "coffee.png": {"espresso"},
    "chelsea.png": CATS,
    "rocket.jpg": {"missile", "projectile"},
    "camera.png": {"tripod"},
    "motorcycle_left.png": {"moped", "motor scooter"},
}


@pytest.fixture(scope="module")
def brought(tmp_path_factory):
    """The imported version, compared with the original on the photographs."""
    if not PHOTOGRAPHS.is_dir():
        give_up("expected scikit-image's photographs; run make .tools/photographs/.installed")
    from workbench.importing.bringing import bring  # noqa: PLC0415 -- NumPy

    folder = tmp_path_factory.mktemp("photos")
    for name in EXPECTED:
        (folder / name).write_bytes((PHOTOGRAPHS / name).read_bytes())
    options = Options("photos", calibrate=folder, precision="float32")
    try:
        with native_chatter_dropped():
            return bring(*recipe.prepare(options))
    except WeightsError as error:
        give_up(str(error))


@pytest.fixture
def ask(brought, buckets, import_handler, event):
    """Return a function that asks the HTTP function about an image of the released version."""
    published = publish(buckets["model"], brought.draft, brought.files)
    promote(buckets["model"], "photos", published.version)
    handler = import_handler("predict_http")

    def asking(image):
        asked = event("http_predict_png")
        asked["path"] = "/v1/models/photos:predict"
        asked["pathParameters"] = {"proxy": "models/photos:predict"}
        asked["body"] = base64.b64encode(image).decode()
        answer = handler(asked, None)
        return answer["statusCode"], json.loads(answer["body"])

    return asking


def test_photographs(ask):
    """Each photograph is recognised by the function that serves the imported file."""
    found = {name: ask((PHOTOGRAPHS / name).read_bytes()) for name in EXPECTED}
    assert all(status == 200 for status, _ in found.values()), found
    wrong = {name: body["label"] for name, (_, body) in found.items() if body["label"] not in EXPECTED[name]}
    assert not wrong
    assert found["coffee.png"][1]["score"] > 0.9


def test_what_is_stored_with_it(brought):
    """The card has the licence's own text, and the report says how far the file is from the original."""
    card = brought.files["card"].decode()
    assert "- Licence: Apache-2.0" in card
    assert "Apache Software License 2.0" in card
    [item] = brought.report["precisions"]
    assert (item["share"], item["largest_difference"] < 1e-4) == (1.0, True)
    assert 18_000_000 < item["size"] < 19_000_000


def test_explanation(brought):
    """The file's map of a photograph is Grad-CAM by TensorFlow's own gradients, up to its scale."""
    import keras  # noqa: PLC0415 -- takes seconds to import
    import tensorflow as tf  # noqa: PLC0415

    from training.efficientnet.network import efficientnet_lite0  # noqa: PLC0415 -- TensorFlow

    network = efficientnet_lite0(weights.load())
    last = keras.Model(network.inputs[0], network.layers[-3].output)
    for name in EXPECTED:
        image = to_array((PHOTOGRAPHS / name).read_bytes(), brought.draft.preprocessing)
        output = last(image)
        with tf.GradientTape() as tape:
            tape.watch(output)
            scores = tf.reduce_mean(output, (1, 2)) @ network.layers[-1].kernel
            score = tf.reduce_max(scores)
        by = tf.reduce_mean(tape.gradient(score, output), (1, 2), keepdims=True)
        wanted = tf.nn.relu(tf.reduce_sum(by * output, -1)).numpy()
        received = _map(brought.files["model"], image, int(tf.argmax(scores, 1)[0]))
        assert np.corrcoef(received, wanted.ravel())[0, 1] > 0.99999, name


def _map(file, image, label):
    network = load("litert", bytearray(file))
    tensors = {"image": Tensor("image", "float32", image.shape, image.tobytes())}
    tensors |= {"label": Tensor("label", "int32", (1,), np.int32(label).tobytes())}
    return network.also("explain").run(tensors)["heat"].flat()
