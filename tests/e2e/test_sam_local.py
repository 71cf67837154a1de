"""Calls and uploads through the real `sam local`, against a registry that containers reach."""

import gzip
import json
from base64 import b64decode
from pathlib import Path

import pytest

from tests.e2e.sam import REPOSITORY, invoke, post, start_api

CALLS = sorted((REPOSITORY / "events").glob("http_*.json"))
STATUS = {
    "http_health": 200,
    "http_models": 200,
    "http_predict_png": 200,
    "http_predict_instances_b64": 200,
    "http_predict_instances_numbers": 200,
    "http_predict_bad_image": 400,
    "http_predict_form": 200,
    "http_predict_images": 200,
    "http_predict_mask": 200,
    "http_predict_cutout": 200,
    "http_predict_encode": 200,
    "http_predict_decode": 200,
    "http_predict_empty_body": 400,
    "http_predict_unknown_model": 404,
    "http_compress_png": 200,
    "http_unknown_route": 404,
}
LONG = f"digits/{'ü' * 506}a.png"
# For each result of an event: the upload's key, and the label or the kind of error. One event of a kind, for a start of
# a container takes seconds; tests/functions has all of them.
RESULTS = {
    "upload_object_created": [("digits/seven.png", "7")],
    "upload_batch_of_two": [("digits/seven.png", "7"), ("digits/two.png", "2")],
    "upload_not_an_image": [("digits/notes.txt", "NotAnImageError")],
    "upload_key_of_1024_bytes": [(LONG, "7")],
    "upload_notification_key_with_unicode": [("digits/größer/七.png", "7")],
    "upload_superseded": [("digits/two.png", "2"), ("digits/two.png", "UploadSupersededError")],
    "upload_test_event": [],
}

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("built")]


def facts(name: str, body: dict) -> object:
    """What an HTTP answer has to say beside its status."""
    match name:
        case "http_health":
            return body["status"]
        case "http_models":
            return [model["name"] for model in body["models"]]
        case "http_predict_png":
            return body["label"]
        case _ if found := body.get("results") or body.get("segments"):
            return [each.get("label", "error") for each in found]
        case _ if "predictions" in body:
            return [scores.index(max(scores)) for scores in body["predictions"]]
    return list(body)


FACTS = {
    "http_health": "ok",
    "http_models": ["codec", "cutout", "digits", "lungs"],
    "http_predict_cutout": ["image/png"],
    "http_predict_mask": ["lungs"],
    "http_predict_png": "7",
    "http_predict_form": ["7", "2", "error"],
    "http_predict_images": ["7", "error", "2"],
    "http_predict_instances_b64": [7, 2],
    "http_predict_instances_numbers": [7],
    "http_compress_png": ["image", "unchanged", "output", "tried"],
    "http_predict_encode": ["model", "version", "task", "image", "output"],
    "http_predict_decode": ["model", "version", "task", "image", "output"],
}


@pytest.mark.parametrize("event", CALLS, ids=lambda path: path.stem)
def test_a_call_is_answered(event: Path, store, docker_host):
    """Each HTTP event gets the status that events/README.md promises, and the right answer or one error."""
    answer = invoke(event, store.variables, docker_host)
    assert answer["statusCode"] == STATUS[event.stem]
    body = {answer["headers"]["Content-Type"]: ...} if answer["isBase64Encoded"] else json.loads(answer["body"])
    assert facts(event.stem, body) == FACTS.get(event.stem, ["error"])


def test_the_page_is_answered(store, docker_host):
    """The page's function needs no layer: a browser's call gets the page, whose files lie below the stage."""
    answer = invoke(REPOSITORY / "events/page_browser.json", store.variables, docker_host)
    assert answer["headers"]["Content-Type"] == "text/html; charset=utf-8"
    assert b'src="/api/page/' in gzip.decompress(b64decode(answer["body"]))


@pytest.mark.parametrize("name", RESULTS)
def test_an_upload_is_answered(name, store, docker_host):
    """Each upload event leaves one result for each image, with its label or the reason why there is none."""
    store.forget_results()
    event = REPOSITORY / f"events/{name}.json"
    assert invoke(event, store.variables, docker_host) == {"batchItemFailures": []}
    found = sorted(
        (document["upload"]["key"], document["result"]["label"] if "result" in document else document["error"]["type"])
        for document in store.results()
    )
    assert found == sorted(RESULTS[name])


def test_a_block_is_answered(store, docker_host):
    """A block of a batch becomes one object of lines; the same block again is found, and nothing is run."""
    store.forget_results()
    event = REPOSITORY / "events/batch_block.json"
    first, again = (invoke(event, store.variables, docker_host) for _ in range(2))
    assert [line["result"]["label"] for line in store.lines(first["object"])] == ["7", "2"]
    assert (first["found"], first["read"], again["found"], again["read"]) == (False, 2, True, 0)


def test_a_task_is_answered(store, docker_host):
    """A task of S3 Batch Operations gets the label for its report."""
    answer = invoke(REPOSITORY / "events/batch_operations_2_0.json", store.variables, docker_host)
    (result,) = answer["results"]
    assert (result["resultCode"], json.loads(result["resultString"])["label"]) == ("Succeeded", "2")


def test_an_image_goes_through_the_local_api(store, docker_host):
    """`sam local start-api` takes a PNG's raw bytes, answers in JSON, and takes `%3A` for the colon when it is warm."""
    image = (REPOSITORY / "events/images/two.png").read_bytes()
    with start_api(store.variables, docker_host) as url:
        starts = []
        for colon in (":", "%3A"):
            status, headers, body = post(f"{url}/v1/models/digits{colon}predict", image, "image/png")
            assert (status, json.loads(body)["label"]) == (200, "2")
            starts.append(headers["X-Tintype-Start"])
    assert starts == ["cold", "warm"]
