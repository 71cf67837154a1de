from __future__ import annotations

import json
from array import array
from base64 import b64decode, b64encode

import pytest

from tests.models.published import TOP_RIGHT, release
from tests.support.events import call
from tintype.halves import pack
from tintype.http import answer
from tintype.http.oip.binary import elements, joined
from tintype.tensor import TensorSpec

PATH = "/v2/models/quadrants/infer"
ONES = [1.0] * 64
IMAGE = {"name": "image", "datatype": "FP32", "shape": [1, 8, 8, 1], "data": ONES}


@pytest.fixture(autouse=True)
def _released(bucket):
    for name in ("quadrants", "pair", "colours"):
        release(bucket, name)


@pytest.fixture
def infer(service):
    """Return a function that sends JSON with bytes behind it, and returns status, document, and bytes behind that."""

    def asking(document, behind=b"", path=PATH, length=None):
        text = json.dumps(document).encode()
        headers = {"inference-header-content-length": length or str(len(text))} if behind or length else {}
        response = answer(call("POST", path, text + behind, headers=headers), service)
        body = b64decode(response["body"]) if response["isBase64Encoded"] else response["body"].encode()
        end = int(response["headers"].get("Inference-Header-Content-Length", len(body)))
        return response["statusCode"], json.loads(body[:end]), body[end:]

    return asking


def test_server(ask):
    """The server names itself and the extensions, and says that it lives and is ready."""
    assert ask("GET", "/v2").document["extensions"] == ["classification", "binary_tensor_data"]
    assert ask("GET", "/v2/health/live").document == {"live": True}
    assert ask("GET", "/v2/health/ready").document == {"ready": True}


def test_not_ready(make_service):
    """A server whose preloaded model cannot be served is not ready, and says why."""
    response = answer(call("GET", "/v2/health/ready"), make_service(preload=("nothing",)))
    assert response["statusCode"] == 503
    assert "No model 'nothing'" in response["body"]


@pytest.mark.parametrize("path", ["/v2/models/quadrants", "/v2/models/quadrants/versions/1"])
def test_metadata(ask, path):
    """A model names its platform, its live versions and its tensors, with any number of rows."""
    assert ask("GET", path).document == {
        "name": "quadrants",
        "versions": ["1"],
        "platform": "litert",
        "inputs": [{"name": "image", "datatype": "FP32", "shape": [-1, 8, 8, 1]}],
        "outputs": [{"name": "scores", "datatype": "FP32", "shape": [-1, 4]}],
    }
    assert ask("GET", f"{path}/ready").document == {"name": "quadrants", "ready": True}


@pytest.mark.parametrize("path", ["/v2/models/nothing", "/v2/models/quadrants/versions/9", "/v2/health/else"])
def test_unknown(ask, path):
    """What is not there is 404, with an error that says so."""
    assert ask("GET", path).status == 404


def test_json(infer):
    """Numbers in JSON give numbers in JSON, with the id, the model and the version."""
    status, document, _ = infer({"id": "seven", "inputs": [IMAGE]})
    assert status == 200
    assert document == {
        "model_name": "quadrants",
        "model_version": "1",
        "id": "seven",
        "outputs": [{"name": "scores", "datatype": "FP32", "shape": [1, 4], "data": [1.0] * 4}],
    }


def test_nested(infer):
    """Lists in lists are as good as one flat list."""
    nested = {**IMAGE, "data": [[[[1.0]] * 8] * 8]}
    assert infer({"inputs": [nested]})[1]["outputs"][0]["data"] == [1.0] * 4


def _behind(datatype, values, rows=1):
    parameters = {"binary_data_size": len(values)}
    return {"name": "image", "datatype": datatype, "shape": [rows, 8, 8, 1], "parameters": parameters}


def test_binary(infer):
    """Bytes behind the JSON give bytes behind the JSON, row by row."""
    values = array("f", ONES + [0.5] * 64).tobytes()
    request = {"inputs": [_behind("FP32", values, 2)], "parameters": {"binary_data_output": True}}
    status, document, behind = infer(request, values)
    assert status == 200
    expected = {"name": "scores", "datatype": "FP32", "shape": [2, 4], "parameters": {"binary_data_size": 32}}
    assert document["outputs"] == [expected]
    assert array("f", behind).tolist() == [1.0] * 4 + [0.5] * 4


@pytest.mark.parametrize(("datatype", "dtype"), [("FP16", "float16"), ("BF16", "bfloat16")])
def test_halves(infer, datatype, dtype):
    """Numbers of half the size are widened for a float32 model, from bytes and from JSON."""
    values = pack([0.5] * 64, TensorSpec("image", dtype, ()))
    assert infer({"inputs": [_behind(datatype, values)]}, values)[1]["outputs"][0]["data"] == [0.5] * 4
    assert infer({"inputs": [{**IMAGE, "datatype": datatype}]})[1]["outputs"][0]["data"] == [1.0] * 4


def test_pair(infer):
    """Inputs are told apart by name, and only the outputs come back that were asked for, in that order."""
    sides = {"left": [3, 5, 1, 1], "right": [2, 7, 1, 1]}
    inputs = [{"name": n, "datatype": "FP32", "shape": [2, 2], "data": data} for n, data in sides.items()]
    request = {"inputs": inputs, "outputs": [{"name": "product", "parameters": {"binary_data": True}}, {"name": "sum"}]}
    _, document, behind = infer(request, path="/v2/models/pair/versions/1/infer")
    assert array("f", behind).tolist() == [6, 35, 1, 1]
    assert document["outputs"][1]["data"] == [5, 12, 2, 2]


def test_bool_and_integers(infer):
    """A model of bytes takes UINT8 and nothing wider."""
    pixels = {"name": "image", "datatype": "UINT8", "shape": [1, 4, 4, 3], "data": [255, 51, 0] * 16}
    status, document, _ = infer({"inputs": [pixels]}, path="/v2/models/colours/infer")
    assert status == 200
    assert document["outputs"][0]["data"] == pytest.approx([1.0, 0.2, 0.0])
    status, document, _ = infer({"inputs": [{**pixels, "datatype": "BOOL"}]}, path="/v2/models/colours/infer")
    assert status == 400
    assert "Expected UINT8 of shape [-1, 4, 4, 3]" in document["error"]


def test_images(infer):
    """Image files are decoded and preprocessed, as bytes and as base64 in JSON, one row each."""
    files = joined([TOP_RIGHT, TOP_RIGHT])
    image = {"name": "image", "datatype": "BYTES", "shape": [2, 1]}
    expected = [0.0, 1.0, 0.0, 0.0] * 2
    behind = {**image, "parameters": {"binary_data_size": len(files)}}
    assert infer({"inputs": [behind]}, files)[1]["outputs"][0]["data"] == pytest.approx(expected)
    text = {**image, "data": [b64encode(TOP_RIGHT).decode()] * 2}
    assert infer({"inputs": [text]})[1]["outputs"][0]["data"] == pytest.approx(expected)


def test_classification(infer):
    """The best classes are score, index and label, as text and as bytes."""
    image = {"name": "image", "datatype": "BYTES", "shape": [1], "data": [b64encode(TOP_RIGHT).decode()]}
    wanted = {"name": "scores", "parameters": {"classification": 1}}
    (output,) = infer({"inputs": [image], "outputs": [wanted]})[1]["outputs"]
    assert output == {"name": "scores", "datatype": "BYTES", "shape": [1, 1], "data": ["1.000000:1:top right"]}
    wanted["parameters"]["binary_data"] = True
    behind = infer({"inputs": [image], "outputs": [wanted]})[2]
    assert elements(memoryview(behind), "scores") == [b"1.000000:1:top right"]


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        ([], "an array"),
        ({}, '"inputs" to be a JSON array'),
        ({"inputs": []}, "received nothing"),
        ({"inputs": [1]}, "received 1"),
        ({"id": 7, "inputs": [IMAGE]}, '"id" to be a JSON string'),
        ({"inputs": [IMAGE, IMAGE]}, "'image' twice"),
        ({"inputs": [IMAGE, {**IMAGE, "name": "x"}]}, "received 'x'"),
        ({"inputs": [{**IMAGE, "datatype": "FP8"}]}, "received 'FP8'"),
        ({"inputs": [{**IMAGE, "datatype": "FP64"}]}, "received FP64 of shape"),
        ({"inputs": [{**IMAGE, "shape": [8, 8, 1]}]}, "FP32 of shape [8, 8, 1]"),
        ({"inputs": [{**IMAGE, "shape": [0, 8, 8, 1]}]}, "sizes of at least 1"),
        ({"inputs": [{**IMAGE, "shape": [-1, 8, 8, 1]}]}, "sizes of at least 1"),
        ({"inputs": [{**IMAGE, "shape": [2, 8, 8, 1]}]}, "received 256 bytes"),
        ({"inputs": [{**IMAGE, "shape": [10**4000, 8, 8, 1]}]}, "received 256 bytes"),
        ({"inputs": [{**IMAGE, "data": ["a"] * 64}]}, "float32 values"),
        ({"inputs": [{**IMAGE, "data": 7}]}, '"data" to be a JSON array'),
        ({"inputs": [{**IMAGE, "parameters": {"binary_data_size": 0}}]}, "received both"),
        ({"inputs": [IMAGE], "outputs": [{"name": "x"}]}, "received 'x'"),
        ({"inputs": [IMAGE], "outputs": ["scores"]}, "received 'scores'"),
        ({"inputs": [IMAGE], "outputs": [{"name": "scores", "parameters": {"classification": -1}}]}, "received -1"),
        ({"inputs": [{**IMAGE, "datatype": "BYTES", "data": [1]}]}, "base64 text"),
        ({"inputs": [{**IMAGE, "datatype": "BYTES", "data": ["?"]}]}, "base64"),
        ({"inputs": [{**IMAGE, "datatype": "BYTES", "shape": [2], "data": [""]}]}, "the elements of shape [2]"),
    ],
)
def test_refused(infer, request_, message):
    """What cannot be answered is 400, and the error says what was expected and received."""
    status, document, _ = infer(request_)
    assert status == 400
    assert message in document["error"]


@pytest.mark.parametrize(
    ("size", "behind", "message"),
    [
        (-1, b"1234", "from 0 to 4"),
        (5, b"1234", "from 0 to 4"),
        (10**4000, b"1234", "from 0 to 4"),
        (True, b"1234", "whole number"),
        (3, b"1234", "received 1 more"),
        (4, b"1234", "received 4 bytes"),
    ],
)
def test_sizes(infer, size, behind, message):
    """Sizes that do not add up are refused."""
    image = {"name": "image", "datatype": "FP32", "shape": [1, 8, 8, 1], "parameters": {"binary_data_size": size}}
    status, document, _ = infer({"inputs": [image]}, behind)
    assert status == 400
    assert message in document["error"]


@pytest.mark.parametrize("length", ["-1", "1000000", "x", "9" * 5000, "²"])
def test_header_length(infer, length):
    """A length of the JSON that the body has not is refused."""
    status, document, _ = infer({"inputs": [IMAGE]}, length=length)
    assert status == 400
    assert "Inference-Header-Content-Length" in document["error"]
