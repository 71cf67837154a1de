from __future__ import annotations

import json
import re
from base64 import b64decode

import jsonschema
import pytest
from urllib3.filepost import encode_multipart_formdata

from tests.models.published import DRAFTS, release
from tests.support.events import call
from tintype.http import answer

pytestmark = pytest.mark.usefixtures("coarse_codec")


def staged(path):
    event = call("GET", path)
    event["requestContext"]["path"] = f"/api{path}"
    return event


@pytest.fixture
def document(service, bucket):
    for name in DRAFTS:
        release(bucket, name)
    return json.loads(answer(staged("/openapi.json"), service)["body"])


def test_empty(ask):
    """Without a model the document is there all the same."""
    found = ask("GET", "/openapi.json")
    assert (found.status, found.document["openapi"]) == (200, "3.1.0")


def test_s3_away(ask, s3_down):
    """Without S3 the document is there, without models."""
    with s3_down():
        assert "/v1/models/{model}:predict" in ask("GET", "/openapi.json").document["paths"]


def test_illegible_model_is_left_out(service, bucket):
    """A model whose release cannot be read takes nothing from the others."""
    release(bucket, "quadrants")
    bucket.put("models/broken/release.json", b"{")
    paths = json.loads(answer(staged("/openapi.json"), service)["body"])["paths"]
    assert "/v1/models/quadrants:predict" in paths
    assert "/v1/models/broken:predict" not in paths


def content(document, name):
    """What the document says of a JSON body for this model: its schema, with what that refers to, and its examples."""
    found = document["paths"][f"/v1/models/{name}:predict"]["post"]["requestBody"]["content"]["application/json"]
    examples = {key: example["value"] for key, example in found["examples"].items()}
    return found["schema"] | {"components": document["components"]}, examples


@pytest.mark.parametrize("name", [name for name in DRAFTS if name != "coder"])
def test_examples_run(document, ask, name):
    """Each model's example in TensorFlow Serving's JSON is answered, and fits its own schema."""
    schema, examples = content(document, name)
    example = next(iter(examples.values()))
    jsonschema.validate(example, schema)
    found = ask("POST", f"/v1/models/{name}:predict", example)
    assert (found.status, len(found.document["predictions"])) == (200, 1)


TAKING_IMAGES = [name for name, draft in DRAFTS.items() if len(draft.inputs) == 1 or name == "coder"]


@pytest.mark.parametrize("name", TAKING_IMAGES)
def test_example_of_several_images_runs(document, ask, name):
    """The example of several images fits the schema of the request, and its answer that of the answer."""
    schema, examples = content(document, name)
    jsonschema.validate(examples["images"], schema)
    found = ask("POST", f"/v1/models/{name}:predict", examples["images"])
    ok = document["paths"][f"/v1/models/{name}:predict"]["post"]["responses"]["200"]
    jsonschema.validate(
        found.document, ok["content"]["application/json"]["schema"] | {"components": document["components"]}
    )
    assert [result["model"] for result in found.document["results"]] == [name, name]


def test_form(document, ask):
    """A form as the document says it is answered as it says, also an image that is none."""
    entry = document["paths"]["/v1/models/quadrants:predict"]["post"]
    form = entry["requestBody"]["content"]["multipart/form-data"]
    image = b64decode(content(document, "quadrants")[1]["images"]["images"][0]["b64"])
    kind = form["encoding"]["image"]["contentType"].partition(",")[0]
    files = [("image", ("a.png", image, kind)), ("image", ("b.png", b"none", kind)), ("top", "1")]
    assert {name for name, _ in files} == form["schema"]["properties"].keys()
    body, content_type = encode_multipart_formdata(files)
    found = ask("POST", "/v1/models/quadrants:predict", body, content_type=content_type)
    schema = entry["responses"]["200"]["content"]["application/json"]["schema"]
    jsonschema.validate(found.document, schema | {"components": document["components"]})
    assert ["error" in result for result in found.document["results"]] == [False, True]


@pytest.mark.parametrize("name", ["quadrants", "colours", "digits"])
def test_answer_fits(document, ask, name):
    """What a model says of its example's image fits the schema of its result."""
    image = b64decode(content(document, name)[1]["image"]["instances"][0]["b64"])
    found = ask("POST", f"/v1/models/{name}:predict", image, content_type="image/png")
    schema = {"$ref": f"#/components/schemas/{name}.Result", "components": document["components"]}
    jsonschema.validate(found.document, schema)


def page(service):
    return answer(staged("/docs"), service)


def test_page(service):
    """The page is HTML of under 60 kB that names no other host."""
    found = page(service)
    assert found["headers"]["Content-Type"] == "text/html; charset=utf-8"
    assert found["body"].startswith("<!doctype html>")
    assert len(found["body"].encode()) < 60_000
    assert not re.search(r"https?://|[\"'(]//", found["body"])


def test_page_runs_its_own_code_only(service):
    """The policy has the hashes of the only script and the only style; nothing is written into attributes."""
    found = page(service)
    policy = found["headers"]["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert policy.count("'sha256-") == 2
    assert "unsafe" not in policy
    assert (found["body"].count("<script"), found["body"].count("<style")) == (1, 1)
    assert not re.search(r"<[^>]+\s(style|on\w+)=", found["body"].partition("<script>")[0])
