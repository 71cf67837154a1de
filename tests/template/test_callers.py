"""Callers of template.yaml's API in each of its three ways, through the local gateway by a real client."""

import json
import shutil
import subprocess
import threading
from types import SimpleNamespace

import pytest

from tests.template.conftest import USER_POOL
from tests.template.test_refusals import Functions
from workbench.local.aws.client import ACCESS_KEY, SECRET_KEY
from workbench.local.gateway.front import Front
from workbench.local.gateway.server import GatewayServer
from workbench.local.identities import guards, id_token
from workbench.local.layout import Layout
from workbench.local.template import read_template

CURL = shutil.which("curl")
SIGN = ["--aws-sigv4", "aws:amz:us-east-1:execute-api", "--user", f"{ACCESS_KEY}:{SECRET_KEY}"]
KEY = ["--header", "x-api-key: key"]
PREDICT = "/v1/models/digits:predict"
INFER = "/v2/models/digits/infer"  # curl signs no path with a colon

pytestmark = pytest.mark.skipif(CURL is None, reason="needs curl")


class Recording(Functions):
    """Keeps the events too."""

    def __init__(self):
        super().__init__()
        self.events = []

    def submit(self, function, payload):
        """Answer at once."""
        self.events.append(json.loads(payload))
        return super().submit(function, payload)


@pytest.fixture
def serve(repository, tmp_path):
    """Return a function that serves the API with one value of `Authorization`."""
    servers = []

    def start(authorization):
        overrides = {"Authorization": authorization, "UserPoolArn": USER_POOL, "CorsOrigin": "https://example.org"}
        api, functions, layout = (
            read_template(repository / "template.yaml", overrides).api,
            Recording(),
            Layout(tmp_path),
        )
        server = GatewayServer(0, Front(api, functions, {"CallerKey": "key"}, guards(api, layout)))
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        servers.append(server)
        url = f"http://127.0.0.1:{server.port}/{api.stage}"
        return SimpleNamespace(url=url, functions=functions, layout=layout)

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def curl(stack, *options, path=PREDICT, data="@-"):
    """Return status, headers and body of one call, made as docs/authorization.md shows it."""
    command = [CURL, "--silent", "--include", "--data-binary", data, "--header", "Content-Type: image/png", *options]
    done = subprocess.run([*command, stack.url + path], input=b"image", capture_output=True, check=True)
    head, _, body = done.stdout.replace(b"HTTP/1.1 100 Continue\r\n\r\n", b"").partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    return int(first.split()[1]), dict(line.split(": ", 1) for line in lines), body.decode()


def refused(answer):
    """Return status and words of an answer that a page of the chosen origin may read."""
    status, headers, body = answer
    assert headers["Access-Control-Allow-Origin"] == "https://example.org"
    return status, json.loads(body)["error"]


def context(stack):
    return stack.functions.events[-1]["requestContext"]


@pytest.mark.parametrize("authorization", ["ApiKey", "IAM", "JWT"])
def test_public_routes(serve, authorization):
    """Pages, health and preflights are open in every way."""
    stack = serve(authorization)
    assert {curl(stack, path=path)[0] for path in ("/", "/health", "/docs", "/openapi.json")} == {200}
    assert {curl(stack, "--request", "OPTIONS", path=path)[0] for path in (PREDICT, "/v2", "/v2/models/a")} == {200}


@pytest.mark.parametrize("authorization", ["ApiKey", "IAM", "JWT"])
def test_key_in_every_way(serve, authorization):
    """Whatever else a caller shows, without the key the call is refused."""
    stack = serve(authorization)
    bearer = ["--header", f"Authorization: Bearer {id_token(stack.layout, USER_POOL, 'ann')}"]
    proof = {"ApiKey": [], "IAM": SIGN, "JWT": bearer}[authorization]
    status, error = refused(curl(stack, *proof, path=INFER))
    assert (status, "x-api-key" in error) == (403, True)
    assert curl(stack, *proof, *KEY, path=INFER)[0] == 200
    assert context(stack)["identity"]["apiKeyId"] == "CallerKey"


@pytest.mark.parametrize("path", [INFER, "/v2", "/v1/models", "/v1/models?a=%C3%BC&top=3"])
def test_signed(serve, path):
    """A signature of curl is taken on every route, and the function is told the user."""
    stack = serve("IAM")
    assert curl(stack, *SIGN, *KEY, path=path)[0] == 200
    assert context(stack)["identity"]["userArn"] == "arn:aws:iam::123456789012:user/local"


def test_unsigned(serve):
    """A call without a signature and one to an unknown path are answered by words that are true for both."""
    stack = serve("IAM")
    answers = [refused(curl(stack, *KEY, path=path)) for path in (PREDICT, "/v2", "/nowhere")]
    assert len(set(answers)) == 1
    status, error = answers[0]
    assert (status, "no such route" in error, "Signature Version 4" in error) == (403, True, True)
    assert stack.functions.events == []


def test_wrong_signature(serve):
    """A signature by other credentials is refused with what is expected."""
    stack = serve("IAM")
    wrong = [*SIGN[:-1], f"{ACCESS_KEY}:another"]
    status, error = refused(curl(stack, *wrong, *KEY, path=INFER))
    assert (status, "execute-api" in error) == (403, True)


def test_token(serve):
    """A user's token is taken, and the function is told its claims."""
    stack = serve("JWT")
    bearer = ["--header", f"Authorization: Bearer {id_token(stack.layout, USER_POOL, 'ann')}"]
    assert curl(stack, *bearer, *KEY)[0] == 200
    assert context(stack)["authorizer"]["claims"]["cognito:username"] == "ann"


@pytest.mark.parametrize("seconds", [None, -1])
def test_no_valid_token(serve, seconds):
    """Without a token, or with one that has expired, the caller is asked for one by the status, a header and words."""
    stack = serve("JWT")
    token = [] if seconds is None else [f"Authorization: Bearer {id_token(stack.layout, USER_POOL, 'ann', seconds)}"]
    answer = curl(stack, *KEY, *(["--header", *token] if token else []))
    status, error = refused(answer)
    assert (status, answer[1]["WWW-Authenticate"], "Bearer TOKEN" in error) == (401, "Bearer", True)
    assert stack.functions.events == []
