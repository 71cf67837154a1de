"""An API with a route of each kind, and functions that answer what a test tells them."""

import json
from concurrent.futures import Future

import pytest

from workbench.local.gateway.request import Request
from workbench.local.outcome import Outcome
from workbench.local.template.description import ANY, Api, Route


@pytest.fixture
def api():
    return Api(
        logical_id="Api",
        stage="live",
        routes=(
            Route(ANY, "/v1/{proxy+}", "Answer", key_required=True),
            Route("GET", "/open", "Answer", key_required=False),
            Route("POST", "/open", "Answer", key_required=False),
            Route("OPTIONS", "/open", None, key_required=False),
        ),
        binary_media_types=("*/*",),
        cors_headers={"Access-Control-Allow-Origin": "*"},
    )


class FakeFunctions:
    """Remembers events, and answers with the next outcome."""

    def __init__(self):
        self.events = []
        self.outcome = Outcome(b'{"statusCode": 200, "body": "hello"}')
        self.hangs = False

    def submit(self, function, payload):
        """Answer at once, or never."""
        self.events.append((function, json.loads(payload)))
        future = Future()
        if isinstance(self.outcome, Exception):
            future.set_exception(self.outcome)
        elif not self.hangs:
            future.set_result(self.outcome)
        return future


@pytest.fixture
def functions():
    return FakeFunctions()


def request(method="GET", path="/live/open", query="", body=b"", **headers):
    """Make a request; underscores in header names stand for dashes."""
    pairs = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Request(method, path, query, (("Host", "127.0.0.1:4510"), *pairs), body)


@pytest.fixture(name="request_of")
def _request_of():
    return request
