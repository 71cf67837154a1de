"""`tintype import` from end to end, on a classifier of colours."""

import json
from base64 import b64decode

import numpy as np
import pytest
from typer.testing import CliRunner

from tests.support.contexts import Here
from tests.unit.workbench.importing.conftest import picture
from tintype.manifest import Manifest
from tintype.registry import read_manifest, read_release
from tintype.registry.folder import read_folder
from tintype.serving.pipeline import predict
from tintype.serving.service import Service
from tintype.settings import Settings
from tintype.tasks import Parameters
from workbench.cli import main

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
]


def run(*arguments):
    return CliRunner().invoke(main, ["import", *map(str, arguments)])


@pytest.fixture
def model(colours, tmp_path):
    """A Keras file that scales pixels itself."""
    import keras  # noqa: PLC0415 -- takes seconds to import

    path = tmp_path / "colours.keras"
    colours(keras.layers.Rescaling(1 / 255)).save(path)
    return path


@pytest.fixture
def registry(bucket, monkeypatch):
    """The registry that the command publishes to."""
    monkeypatch.setattr("workbench.cli.importing.resolve", lambda *_: Here(bucket))
    return bucket


def answer(bucket, image, name="colours"):
    """Ask the released version by the code that serves it, which checks the golden sample first."""
    served = Service(Settings(model_bucket=bucket.name), bucket).model(name).model
    return served, predict(served, image, Parameters(3), 10_000).document


def test_published(model, labels, photographs, registry):
    """A Keras file becomes a released version that answers rightly."""
    said = ["--labels", labels, "--data", photographs, "--calibrate", photographs, "--licence", "MIT"]
    result = run(model, "--name", "colours", *said, "--release", "--json")
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert (report["version"], report["released"], report["measured_on"]["accuracy_of_original"]) == (1, True, 1.0)
    assert [item["precision"] for item in report["precisions"]] == ["float32", "float16", "int8-dynamic", "int8"]
    release, _ = read_release(registry, "colours")
    assert (release.live(), "@" in release.who) == (1, True)
    served, document = answer(registry, picture(2, 999))
    assert document["label"] == "blue"
    assert served.manifest.metrics["accuracy"] == 1.0
    assert served.manifest.lineage["source"]["licence"] == "MIT"
    assert set(served.manifest.files) == {"model", "sample", "metrics", "report", "card"}


def test_folder(model, labels, photographs, tmp_path):
    """With --output everything is written into a folder, and nothing is published."""
    folder = tmp_path / "out"
    said = ["--labels", labels, "--data", photographs, "--precision", "float32"]
    result = run(model, "--name", "colours", *said, "--output", folder)
    assert result.exit_code == 0, result.output
    manifest = Manifest.from_json((folder / "manifest.json").read_bytes())
    assert (manifest.version, manifest.labels) == (0, ("red", "green", "blue"))
    assert b64decode(manifest.golden.input) == (folder / "golden.jpg").read_bytes()
    assert manifest.files["model"].size == len((folder / "model.tflite").read_bytes())
    draft, files = read_folder(folder)
    assert (draft.name, set(files)) == ("colours", set(manifest.files))
    assert "<td>100.00%</td>" in (folder / "report.html").read_text()
    card = (folder / "card.md").read_text()
    assert "Licence: not stated" in card
    assert "| float32 |" in card


@pytest.mark.parametrize("dtype", ["uint8", "int8"])
def test_quantised_file(quantised, labels, photographs, registry, tmp_path, dtype):
    """A LiteRT file that is quantised throughout is served with scores that are numbers."""
    path = tmp_path / "colours.tflite"
    path.write_bytes(quantised(dtype))
    result = run(path, "--name", "colours", "--labels", labels, "--data", photographs, "--release")
    assert result.exit_code == 0, result.output
    served, document = answer(registry, picture(1, 998))
    assert document["label"] == "green"
    assert (served.manifest.inputs[0].dtype, served.manifest.outputs[0].dtype) == (dtype, "float32")
    assert sum(item["score"] for item in document["predictions"]) == pytest.approx(1, abs=0.02)


def test_logits(colours, labels, photographs, registry, tmp_path):
    """Scores that are logits become probabilities, and what said so is in the report."""
    path = tmp_path / "colours.keras"
    colours(activation=None).save(path)
    said = ["--labels", labels, "--calibrate", photographs, "--scale", "1/255", "--precision", "float32"]
    result = run(path, "--name", "colours", *said, "--json")
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert report["softmax_added"]
    assert report["measured_on"] == {"images": 60, "measure": "agreement"}
    assert read_manifest(registry, "colours", 1).labels == ("red", "green", "blue")


def test_weights_lost_on_the_way(model, labels, photographs, registry, monkeypatch):
    """A converter that loses weights is found out, and nothing is published."""
    from workbench.importing.conversion.converting import Converter  # noqa: PLC0415 -- imports TensorFlow

    convert = Converter.convert

    def lossy(self, precision, images=()):
        file = bytearray(convert(self, precision, images))
        weights = (10 * np.eye(3, dtype="<f4")).tobytes()
        start = file.index(weights)
        file[start : start + len(weights)] = bytes(len(weights))
        return bytes(file)

    monkeypatch.setattr(Converter, "convert", lossy)
    result = run(model, "--name", "colours", "--labels", labels, "--data", photographs, "--precision", "float32")
    assert result.exit_code == 1
    assert "is not published" in result.stderr
    assert list(registry.list("models/")) == []


@pytest.mark.parametrize(
    ("left_out", "named"),
    [("--labels", "--labels"), ("--data", "--calibrate"), ("--scale", "--offset")],
)
def test_asks(colours, labels, photographs, registry, tmp_path, left_out, named):  # noqa: ARG001
    """What cannot be found out is asked for by the option's name."""
    path = tmp_path / "colours.keras"
    colours().save(path)
    said = {"--labels": labels, "--data": photographs, "--scale": "1/255"}
    del said[left_out]
    result = run(path, "--name", "colours", *(word for pair in said.items() for word in pair))
    assert result.exit_code == 1
    assert named in result.stderr
    assert "Traceback" not in result.output


def test_bad_name(model, labels, photographs, registry):  # noqa: ARG001
    """A name that cannot be published is refused before anything is converted."""
    result = run(model, "--name", "no/name", "--labels", labels, "--data", photographs)
    assert (result.exit_code, "Converting" in result.output) == (1, False)


@pytest.mark.filterwarnings(
    "ignore::UserWarning", "ignore:invalid escape:DeprecationWarning"
)  # TensorFlow's and others'
def test_left_to_tensorflow(colours, labels, photographs, registry, tmp_path):
    """What LiteRT's operators cannot do is refused with the way out; by it, TensorFlow answers as the original does."""
    import keras  # noqa: PLC0415 -- takes seconds to import
    import tensorflow as tf  # noqa: PLC0415 -- takes seconds to import

    class Digamma(keras.layers.Layer):
        def call(self, image):
            return tf.math.digamma(image + 2.0)

    colours(keras.layers.Rescaling(1 / 255), Digamma()).export(tmp_path / "saved", verbose=False)
    said = [tmp_path / "saved", "--name", "colours", "--labels", labels, "--data", photographs, "--scale", "1"]
    refused = run(*said)
    assert refused.exit_code == 1
    assert "--precision tensorflow" in refused.stderr
    result = run(*said, "--precision", "tensorflow", "--release", "--json")
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert [item["precision"] for item in report["precisions"]] == ["tensorflow"]
    assert report["measured_on"]["accuracy_of_original"] == 1.0
    served, document = answer(registry, picture(1, 997))
    assert (served.manifest.runtime, document["label"]) == ("tensorflow", "green")
    assert served.manifest.metrics["accuracy"] == 1.0
