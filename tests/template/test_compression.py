"""Compressed answers on their way through template.yaml's API, whose binary media types decide what is decoded."""

import gzip
import json
from concurrent.futures import Future

import pytest

from tintype.http.encoding import encoded
from workbench.local.gateway.front import Front
from workbench.local.gateway.request import Request
from workbench.local.outcome import Outcome
from workbench.local.template import read_template

TEXT = json.dumps({"scores": [0.25] * 1000})


class Functions:
    """Answers each event as the function does, compressed where the caller takes it."""

    def submit(self, _function, payload):
        """Answer at once."""
        headers = {name.lower(): value for name, value in json.loads(payload)["headers"].items()}
        plain = {"statusCode": 200, "headers": {"X-Own": "1"}, "body": TEXT, "isBase64Encoded": False}
        future = Future()
        future.set_result(Outcome(json.dumps(encoded(plain, headers.get("accept-encoding", ""))).encode()))
        return future


@pytest.mark.parametrize("accept", [None, "application/json", "*/*", "text/html, image/png"])
@pytest.mark.parametrize("accepted", ["gzip, deflate, br", "br", None])
def test_compressed(repository, accept, accepted):
    """Whatever media type a caller prefers, gzip's bytes reach those who take them, and the text all others."""
    api = read_template(repository / "template.yaml", {}).api
    sent = {"x-api-key": "key", "Accept": accept, "Accept-Encoding": accepted}
    headers = tuple((name, value) for name, value in sent.items() if value)
    path = f"/{api.stage}/v1/models/digits"
    answer = Front(api, Functions(), {"CallerKey": "key"}).answer(Request("GET", path, "", headers, b""))
    found = dict(answer.headers)
    assert found["Vary"] == "Accept-Encoding"
    assert found.get("Content-Encoding") == ("gzip" if accepted and "gzip" in accepted else None)
    assert (gzip.decompress(answer.body) if "Content-Encoding" in found else answer.body) == TEXT.encode()
