import json

import pytest

from tests.models.published import TOP_RIGHT, release
from tests.support.events import call
from tintype.http import answer

_PATH = "/v1/models/quadrants:predict"


@pytest.fixture
def uploads(make_bucket):
    """The upload bucket."""
    return make_bucket()


@pytest.fixture
def ask(make_service, bucket, uploads, make_bucket):
    """Return a function that posts to a service with a model and both buckets."""
    release(bucket, "quadrants")
    service = make_service(upload_bucket=uploads.name, result_bucket=make_bucket().name)

    def asking(path, body=TOP_RIGHT, prefer="respond-async", **options):
        event = call("POST", path, body, **{"content_type": "image/png", "headers": {"Prefer": prefer}, **options})
        event["requestContext"] |= {"identity": {"apiKeyId": "ada"}, "path": f"/api{event['path']}"}
        given = answer(event, service)
        return given["statusCode"], given["headers"], json.loads(given["body"])

    return asking


@pytest.mark.parametrize("prefer", ["respond-async", "wait=1, Respond-Async", 'handling=lenient;a="b", respond-async'])
def test_image_is_kept(ask, uploads, prefer):
    """The image lies in the upload bucket when the caller learns where its answer will be."""
    status, headers, document = ask(_PATH, prefer=prefer)
    assert (status, document["status"], headers["Preference-Applied"]) == (202, "queued", "respond-async")
    assert headers["Location"] == document["job"]
    assert headers["Location"].startswith("/api/v1/jobs/")
    (key,) = uploads.list("callers/")
    assert key.endswith(document["upload"])
    kept = uploads.get(key)
    assert (kept.body, kept.headers["content-type"]) == (TOP_RIGHT, "image/png")


@pytest.mark.parametrize(
    ("path", "query", "name", "value"),
    [
        ("/v1/models/quadrants/versions/1:predict", None, "version", "1"),
        ("/v1/models/quadrants/labels/production:predict", None, "label", None),
        (_PATH, {"top": "3"}, "top", "3"),
        (_PATH, None, "top", None),
    ],
)
def test_wishes_are_kept(ask, uploads, path, query, name, value):
    """What the call says of version and candidates is kept beside the image."""
    assert ask(path, query=query)[0] == 202
    (key,) = uploads.list("callers/")
    assert uploads.head(key).headers.get(f"x-amz-meta-tintype-{name}") == value


def test_word_is_kept(ask, uploads):
    """The word by which the caller meets one version is kept beside the image, and a malformed one is refused."""
    headers = {"Prefer": "respond-async", "X-Tintype-Sticky": "user-42"}
    assert ask(_PATH, headers=headers)[0] == 202
    (key,) = uploads.list("callers/")
    assert uploads.head(key).headers["x-amz-meta-tintype-sticky"] == "user-42"
    assert ask(_PATH, headers=headers | {"X-Tintype-Sticky": "ü"})[0] == 400


@pytest.mark.parametrize("what", ["versions/9", "labels/missing"])
def test_what_is_not_there_is_refused_now(ask, uploads, what):
    """A version or label that is not there is refused before anything is kept."""
    assert ask(f"/v1/models/quadrants/{what}:predict")[0] == 404
    assert not list(uploads.list("callers/"))


@pytest.mark.parametrize("content_type", ["image/png\r\nx-amz-acl: public-read", "image/\u00fc", ""])
def test_odd_content_type(ask, uploads, content_type):
    """A type that could not stand in a header is kept as unknown."""
    assert ask(_PATH, content_type=content_type)[0] == 202
    (key,) = uploads.list("callers/")
    assert uploads.head(key).headers["content-type"] == "application/octet-stream"


@pytest.mark.parametrize("prefer", ["", "return=minimal", "respond-asynchronously", '"respond-async"'])
def test_other_preferences(ask, prefer):
    """Another preference changes nothing."""
    assert ask(_PATH, prefer=prefer)[0] == 200


def test_json_is_answered_at_once(ask):
    """Rows of numbers are answered at once: a preference may be passed over."""
    assert ask(_PATH, {"instances": [[[0.0], [0.0]]] * 1}, content_type="application/json")[0] != 202


def test_no_buckets(make_service, bucket):
    """A deployment without uploads answers at once."""
    release(bucket, "quadrants")
    event = call("POST", _PATH, TOP_RIGHT, content_type="image/png", headers={"Prefer": "respond-async"})
    assert answer(event, make_service())["statusCode"] == 200


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        (_PATH, {"top": "0"}, 400),
        (_PATH, {"top": "1\r\nx: y"}, 400),
        ("/v1/models/missing:predict", None, 404),
        ("/v1/models/quadrants/labels/missing\r\nx:predict", None, 404),
        ("/v1/models/quadrants/labels/missing:predict", None, 404),
    ],
)
def test_wrong_wish(ask, uploads, path, query, status):
    """A wish that could not be granted later is refused at once, and nothing is kept."""
    assert ask(path, query=query)[0] == status
    assert not list(uploads.list(""))


def test_storage_down(ask, s3_down):
    """While S3 does not take the image, the caller is told to come again."""
    ask(_PATH)
    with s3_down():
        status, headers, _ = ask(_PATH)
    assert (status, "Retry-After" in headers) == (503, True)
