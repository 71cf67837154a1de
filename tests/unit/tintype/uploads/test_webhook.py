import base64
import json
import socket
from hashlib import sha256

import pytest

from tests.models.published import release
from tests.support.scripted import answer, scripted
from tintype.errors import SettingsError, WebhookError
from tintype.uploads import Worker
from tintype.uploads.webhook import Webhook, configured, signature

_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 -- the specification's example


def test_published_example():
    """The specification's example gets the signature that stands there."""
    key = base64.b64decode(_SECRET.removeprefix("whsec_"))
    said = signature(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", b'{"test": 2432232314}')
    assert said == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.fixture
def receiving(make_service):
    """Return a function that gives a webhook which leads to an address on this machine."""
    made = []

    def receive(address):
        settings = make_service(webhook_url=f"http://{address}/hook?a=1", webhook_secret=_SECRET).settings
        made.append(configured(settings))
        return made[-1]

    yield receive
    for webhook in made:
        webhook.close()


def test_message(receiving):
    """The receiver gets the document, an id that is the same each time, and a signature that it can check."""
    with scripted([answer(204), answer(204)]) as server:
        webhook = receiving(server.address)
        for _ in range(2):
            webhook.tell("results/x/1.json", {"status": "done", "answered": "2026-01-31T00:00:00.000Z"})
    first, second = server.requests
    assert first.line == "POST /hook?a=1"
    assert json.loads(first.body) == {
        "type": "upload.answered",
        "timestamp": "2026-01-31T00:00:00.000Z",
        "data": {"status": "done", "answered": "2026-01-31T00:00:00.000Z"},
    }
    key = base64.b64decode(_SECRET.removeprefix("whsec_"))
    expected = signature(key, first.headers["webhook-id"], first.headers["webhook-timestamp"], first.body)
    assert first.headers["webhook-signature"] == expected
    assert first.headers["webhook-id"] == f"msg_{sha256(b'results/x/1.json').hexdigest()[:32]}"
    assert first.headers["webhook-id"] == second.headers["webhook-id"]


@pytest.mark.parametrize("status", [301, 400, 500])
def test_not_taken(receiving, status):
    """What is not taken with a 2xx may be taken later."""
    with scripted([answer(status)]) as server, pytest.raises(WebhookError) as raised:
        receiving(server.address).tell("a", {})
    assert raised.value.transient
    assert str(status) in raised.value.detail


def test_nobody_there(receiving):
    """A receiver that is down may be up later."""
    with socket.create_server(("127.0.0.1", 0)) as unused:
        webhook = receiving(f"127.0.0.1:{unused.getsockname()[1]}")
    with pytest.raises(WebhookError):
        webhook.tell("a", {})


def test_none_configured(make_service):
    """Without an address nobody is told."""
    assert configured(make_service().settings) is None


@pytest.mark.parametrize(
    ("url", "secret"),
    [
        ("http://example.org/", _SECRET),
        ("ftp://example.org/", _SECRET),
        ("https://", _SECRET),
        ("https://example.org/", ""),
        ("https://example.org/", "whsec_"),
        ("https://example.org/", "whsec_!!"),
        ("https://example.org/", _SECRET.removeprefix("whsec_")),
    ],
)
def test_malformed(url, secret):
    """An address without TLS, or a secret that is none, is the deployment's mistake."""
    with pytest.raises(SettingsError):
        Webhook(url, secret)


def test_uploads_are_told_of(bucket, uploads, results, make_service, put, read):
    """The document is there before the receiver is told of it, and a failure to tell leaves it as it is."""
    release(bucket, "quadrants")
    with scripted([answer(500), answer(204)]) as server:
        service = make_service(
            upload_bucket=uploads.name,
            result_bucket=results.name,
            webhook_url=f"http://{server.address}/",
            webhook_secret=_SECRET,
        )
        worker, upload = Worker(service, uploads, results), put("quadrants/a.png")
        with pytest.raises(WebhookError):
            worker.process(upload)
        written = read(upload)
        worker.process(upload)
        worker.webhook.close()
    assert json.loads(server.requests[-1].body)["data"] == written == read(upload)
