from __future__ import annotations

import json
import sys

import pytest

from tests.models.published import TOP_RIGHT, png, share
from tintype.shadows.handing import INPUTS, MOST_BODY
from tintype.shadows.message import parse

_PATH = "/v1/models/quadrants:predict"


def test_handed(shadowing, post, bodies):
    """The caller gets production's answer, and the call lies in the queue with it."""
    status, headers, document = post(shadowing(), _PATH, TOP_RIGHT, content_type="image/png")
    assert (status, headers["X-Tintype-Version"], document["label"]) == (200, "1", "top right")
    (body,) = bodies()
    message = parse(json.loads(body))
    assert (message.model, message.alias, message.version, message.shadow) == ("quadrants", "production", 1, 2)
    (run,) = message.runs
    assert run.input == TOP_RIGHT
    assert run.passes[0].outputs["scores"].flat() == [0.0, 1.0, 0.0, 0.0]
    assert run.passes[0].seconds > 0


@pytest.mark.parametrize(
    ("path", "body", "inputs"),
    [
        (_PATH, {"instances": [[[[0.5]] * 8] * 8] * 2}, 2),
        (_PATH, {"images": ["?", {"b64": ""}]}, 0),
        ("/v2/models/quadrants/infer", {"inputs": [
            {"name": "image", "datatype": "FP32", "shape": [3, 8, 8, 1], "data": [0.5] * 192}
        ]}, 3),
    ],
)  # fmt: skip
def test_every_dialect(shadowing, post, bodies, path, body, inputs):
    """Each row or image of a call is handed over with its answer, one that could not be read is not."""
    assert post(shadowing(), path, body)[0] == 200
    found = [parse(json.loads(each)) for each in bodies()]
    assert sum(len(message.runs) for message in found) == inputs


def test_bad_call(shadowing, post, bodies):
    """A call that is refused is not handed over, nor is it with the next one."""
    service = shadowing()
    assert post(service, _PATH, b"no image", content_type="image/png")[0] == 400
    assert bodies() == []
    post(service, _PATH, TOP_RIGHT, content_type="image/png")
    assert len(parse(json.loads(bodies()[0])).runs) == 1


@pytest.mark.parametrize(
    "path", ["/v1/models/quadrants/versions/1:predict", "/v1/models/quadrants/labels/quiet:predict"]
)
def test_not_asked(bucket, shadowing, post, bodies, path):
    """A call for a version, or for an alias without a shadow, has none."""
    service = shadowing()
    aliases = {"production": {1: 1.0}, "quiet": {1: 1.0}}
    share(bucket, "quadrants", aliases=aliases, shadows={"production": 2})
    assert post(service, path, TOP_RIGHT)[0] == 200
    assert bodies() == []


def test_answered_by_the_shadow(bucket, shadowing, post, bodies):
    """What the shadow's version answered itself is not asked of it again."""
    service = shadowing()
    share(bucket, "quadrants", {2: 1.0}, shadows={"production": 2})
    assert post(service, _PATH, TOP_RIGHT)[1]["X-Tintype-Version"] == "2"
    assert bodies() == []


@pytest.mark.parametrize("settings", [{"shadow_queue": ""}, {"shadow_sample": 0.0}])
def test_off(shadowing, post, bodies, settings):
    """Without a queue, or with a sample of nothing, nothing is handed over."""
    service = shadowing(**settings)
    assert post(service, _PATH, TOP_RIGHT)[0] == 200
    assert (bodies(), service.handing) == ([], None)


def test_sample(shadowing, post, bodies):
    """About as many calls as the sample says are handed over."""
    service = shadowing(shadow_sample=0.5)
    for _ in range(60):
        post(service, _PATH, TOP_RIGHT)
    assert 12 <= len(bodies()) <= 48


def test_nothing_imported(bucket, shadowing, post, monkeypatch):
    """Where no release names a shadow nothing of shadows is imported or noted."""
    service = shadowing()
    share(bucket, "quadrants")
    for name in [name for name in sys.modules if name.startswith("tintype.shadows")]:
        monkeypatch.delitem(sys.modules, name)
    assert post(service, _PATH, TOP_RIGHT)[0] == 200
    assert not any(name.startswith("tintype.shadows") for name in sys.modules)
    assert service.model("quadrants").model.runs is None


def test_large(shadowing, post, bodies, results):
    """An image too large for a message lies in the result bucket, under a name that tells of its bytes alone."""
    service, large = shadowing(), png(8, 8, 7) + bytes(MOST_BODY)
    for _ in range(2):
        assert post(service, _PATH, large)[0] == 200
    found = [json.loads(body) for body in bodies()]
    assert all(len(json.dumps(document)) < MOST_BODY for document in found)
    (key,) = {document["inputs"]["stored"] for document in found}
    assert list(results.list(INPUTS)) == [key]
    assert json.loads(results.get(key).body)[0].keys() == {"image"}


def test_queue_away(shadowing, post, emitted, logged):
    """A queue that cannot be reached costs no call its answer, and only the first one time."""
    service = shadowing(shadow_queue="http://127.0.0.1:9/none")
    service.handing = None
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL_SQS", "http://127.0.0.1:9")  # the discard port: nobody listens there
        assert [post(service, _PATH, TOP_RIGHT)[0] for _ in range(3)] == [200] * 3
    assert sum("LostShadowCalls" in line for line in emitted()) == 3
    assert len([line for line in logged() if "not handed" in line["message"]]) == 1


def test_suspend(shadowing, post):
    """A snapshot holds no connection to the queue."""
    service = shadowing()
    post(service, _PATH, TOP_RIGHT)
    service.suspend()
    assert service.handing._queues._connection._socket is None  # noqa: SLF001
