"""How the API is called: what goes with a call, and what comes of a refusal."""

import boto3
import pytest

from tests.support.deployments import Deployment
from tests.support.replies import serve
from workbench.calling import Answer, Caller


class Signing(Deployment):
    """A deployment of a region, with credentials; its API may ask for signatures."""

    region = "eu-west-1"

    def __init__(self, url, *, signs):
        super().__init__(url)
        self.signs = signs
        self.session = boto3.Session("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")


@pytest.fixture
def server():
    with serve(lambda _: (200, {"X-Tintype-Model": "digits"}, b'{"label": "7"}')) as found:
        yield found


def test_call(server):
    """A call has the key, and its answer the status, headers in lower case, the document and how long it took."""
    answer = Caller(Signing(server.url, signs=False)).call("GET", "/v1/models")
    assert (answer.status, answer.headers["x-tintype-model"], answer.document()) == (200, "digits", {"label": "7"})
    assert answer.milliseconds > 0
    assert server.calls[0].headers["x-api-key"] == "secret"
    assert "authorization" not in server.calls[0].headers


def test_signed(server):
    """Where callers sign, a call has a signature for API Gateway in the deployment's region."""
    Caller(Signing(server.url, signs=True)).predict("digits", b"image")
    [call] = server.calls
    assert call.headers["authorization"].startswith("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/")
    assert "/eu-west-1/execute-api/aws4_request" in call.headers["authorization"]
    assert call.path == "/api/v1/models/digits:predict?top=5"


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (200, b"{}", ""),
        (400, b'{"error": "Expected an image."}', "Expected an image."),
        (403, b'{"message": "Forbidden"}', "Forbidden"),
        (502, b"<html>", "<html>"),
        (500, b"", "status 500"),
    ],
)
def test_error(status, body, said):
    """What went wrong is said in the API's words, or API Gateway's, or by the status."""
    assert Answer(status, {}, body, 1.0).error == said
