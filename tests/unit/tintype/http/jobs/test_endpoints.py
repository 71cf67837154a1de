import json

import pytest
import requests

from tests.models.published import TOP_RIGHT, png, release
from tests.support.events import call, created
from tintype.errors import StorageUnavailableError
from tintype.http import answer
from tintype.uploads import Worker
from tintype.uploads.events import parse
from tintype.uploads.naming import result_key
from tintype.uploads.running import mark

_NEW = {"model": "quadrants", "content_type": "image/png"}


class Caller:
    """Calls the service with an API key of his own."""

    def __init__(self, service, key: str) -> None:
        self.service, self.key = service, key

    def ask(self, method, path, *body, **headers):
        """Return the status, the headers and the document of an answer; in headers' names an underscore is a hyphen."""
        event = call(method, path, *body, headers={name.replace("_", "-"): value for name, value in headers.items()})
        event["requestContext"] |= {"identity": {"apiKeyId": self.key}, "path": f"/api{path}"}
        given = answer(event, self.service)
        return given["statusCode"], given["headers"], json.loads(given["body"])


@pytest.fixture
def buckets(make_bucket, s3_client):
    """The upload bucket, with versions, and the result bucket."""
    uploads, results = make_bucket(), make_bucket()
    s3_client.put_bucket_versioning(Bucket=uploads.name, VersioningConfiguration={"Status": "Enabled"})
    return uploads, results


@pytest.fixture
def ada(make_service, bucket, buckets):
    """A caller of a service with a model and both buckets."""
    release(bucket, "quadrants")
    uploads, results = buckets
    return Caller(make_service(upload_bucket=uploads.name, result_bucket=results.name, max_upload_bytes=1000), "ada")


def put(document, image):
    """Upload an image by the form in a document, as any client would."""
    form = document["form"]
    taken = requests.post(form["url"], data=form["fields"], files={"file": image}, timeout=10)
    assert taken.ok, taken.text


def worked(ada, buckets, document):
    """Answer the upload as the upload function does, upon the event that S3 sends."""
    uploads, results = buckets
    key = document["form"]["fields"]["key"]
    head = uploads.head(key)
    body = created(uploads.name, key, etag=head.etag.strip('"'), version_id=head.headers["x-amz-version-id"])
    for upload in parse(body):
        Worker(ada.service, uploads, results).process(upload)


def test_file_is_answered(ada, buckets, bucket):
    """Where the answer is a file, the job has an address that gives it to whoever has the address."""
    release(bucket, "negative")
    _, _, document = ada.ask("POST", "/v1/uploads", {"model": "negative", "content_type": "image/png"})
    put(document, png(3, 2, (255, 0, 10)))
    worked(ada, buckets, document)
    done = ada.ask("GET", document["job"].removeprefix("/api"))[2]
    output = done["result"]["output"]
    given = requests.get(output["location"], timeout=10)
    assert (given.status_code, given.headers["Content-Type"]) == (200, "image/png")
    assert len(given.content) == output["bytes"]
    assert "key" not in output


def test_upload_is_answered(ada, buckets):
    """An image goes by the form, is queued, and its answer is found under the job's address."""
    status, _, document = ada.ask("POST", "/v1/uploads", _NEW)
    assert (status, document["max_bytes"]) == (200, 1000)
    path = document["job"].removeprefix("/api")
    assert ada.ask("GET", path)[2]["status"] == "waiting"
    put(document, TOP_RIGHT)
    status, headers, queued = ada.ask("GET", path)
    assert (status, queued["status"], headers["Retry-After"]) == (200, "queued", "1")
    worked(ada, buckets, document)
    status, headers, done = ada.ask("GET", path)
    assert (done["status"], done["model"], done["job"]) == ("done", "quadrants", path.rpartition("/")[2])
    assert done["result"]["task"] == "classification"
    assert "Retry-After" not in headers
    assert not any(each.name in json.dumps(done) for each in buckets)


def test_running(ada, buckets):
    """While a worker is at it, a job is running; a caller may still cancel it, and then it stays so."""
    document = ada.ask("POST", "/v1/uploads", _NEW)[2]
    put(document, TOP_RIGHT)
    path = document["job"].removeprefix("/api")
    uploads, results = buckets
    key = document["form"]["fields"]["key"]
    head = uploads.head(key)
    mark(results, key, result_key(uploads.name, key, head.headers["x-amz-version-id"], head.etag))
    status, headers, found = ada.ask("GET", path)
    assert (status, found["status"], headers["Retry-After"]) == (200, "running", "1")
    assert ada.ask("DELETE", path)[2]["status"] == "cancelled"
    worked(ada, buckets, document)
    assert ada.ask("GET", path)[2]["status"] == "cancelled"


def test_a_worker_marks_what_it_begins(ada, buckets, monkeypatch):
    """A worker marks a job before it reads the image."""
    document = ada.ask("POST", "/v1/uploads", _NEW)[2]
    put(document, TOP_RIGHT)
    seen = []

    def outcome(*_):
        seen.append(ada.ask("GET", document["job"].removeprefix("/api"))[2]["status"])
        raise StorageUnavailableError("GET failed: timed out.")

    monkeypatch.setattr(Worker, "_outcome", outcome)
    with pytest.raises(StorageUnavailableError):
        worked(ada, buckets, document)
    assert seen == ["running"]


def test_wishes(ada, buckets, bucket):
    """A version and a number of candidates that were asked for before the upload count for its answer."""
    release(bucket, "quadrants", alias="canary")
    document = ada.ask("POST", "/v1/uploads", {**_NEW, "version": 2.0, "top": 1})[2]
    put(document, TOP_RIGHT)
    worked(ada, buckets, document)
    done = ada.ask("GET", document["job"].removeprefix("/api"))[2]
    assert (done["version"], len(done["result"]["predictions"])) == (2, 1)


def test_word(ada, buckets):
    """The word by which a caller meets one version is part of the form, and lies beside the upload."""
    document = ada.ask("POST", "/v1/uploads", _NEW, X_Tintype_Sticky="user-42")[2]
    put(document, TOP_RIGHT)
    kept = buckets[0].head(document["form"]["fields"]["key"])
    assert kept.headers["x-amz-meta-tintype-sticky"] == "user-42"


def test_failure_is_told(ada, buckets):
    """What can never work is a failed job, which says why."""
    document = ada.ask("POST", "/v1/uploads", _NEW)[2]
    put(document, b"no image")
    worked(ada, buckets, document)
    failed = ada.ask("GET", document["job"].removeprefix("/api"))[2]
    assert (failed["status"], failed["error"]["type"]) == ("failed", "NotAnImageError")


def test_upload_is_named_in_a_call(ada):
    """The upload is an image by reference, too."""
    document = ada.ask("POST", "/v1/uploads", _NEW)[2]
    put(document, TOP_RIGHT)
    status, _, found = ada.ask("POST", "/v1/models/quadrants:predict", {"upload": document["upload"]})
    assert (status, found["model"]) == (200, "quadrants")


def test_cancelled(ada, buckets):
    """A queued job can be cancelled, also twice, and the model's answer does not change that."""
    document = ada.ask("POST", "/v1/uploads", _NEW)[2]
    path = document["job"].removeprefix("/api")
    put(document, TOP_RIGHT)
    for _ in range(2):
        status, _, found = ada.ask("DELETE", path)
        assert (status, found["status"]) == (200, "cancelled")
    worked(ada, buckets, document)
    assert ada.ask("GET", path)[2]["status"] == "cancelled"


def test_nothing_to_cancel(ada, buckets):
    """Neither what was not uploaded yet nor what is answered can be cancelled, and nobody cancels another's job."""
    document = ada.ask("POST", "/v1/uploads", _NEW)[2]
    path = document["job"].removeprefix("/api")
    assert ada.ask("DELETE", path)[0] == 409
    put(document, TOP_RIGHT)
    assert Caller(ada.service, "eve").ask("DELETE", path)[0] == 409
    worked(ada, buckets, document)
    status, _, refused = ada.ask("DELETE", path)
    assert (status, "one that is done" in refused["error"]) == (409, True)
    assert ada.ask("GET", path)[2]["status"] == "done"


def test_jobs_are_their_callers_own(ada):
    """Another caller learns nothing of a job, and cannot name its upload."""
    document = ada.ask("POST", "/v1/uploads", _NEW)[2]
    put(document, TOP_RIGHT)
    eve = Caller(ada.service, "eve")
    assert eve.ask("GET", document["job"].removeprefix("/api"))[2]["status"] == "waiting"
    assert eve.ask("POST", "/v1/models/quadrants:predict", {"upload": document["upload"]})[0] == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"model": ""}, 400),
        ({"model": 1}, 400),
        ({"model": "quadrants", "bucket": "other"}, 400),
        ({"model": "quadrants", "content_type": "text/html"}, 400),
        ({"model": "quadrants", "content_type": "image/png\r\nx: y"}, 400),
        ({"model": "quadrants", "content_type": "image/" + "x" * 100}, 400),
        ({"model": "quadrants", "label": ""}, 400),
        ({"model": "quadrants", "label": None}, 400),
        ({"model": "quadrants", "version": 0}, 400),
        ({"model": "quadrants", "version": True}, 400),
        ({"model": "quadrants", "version": None}, 400),
        ({"model": "quadrants", "top": 1001}, 400),
        ({"model": "quadrants", "top": "1"}, 400),
        ({"model": "quadrants", "label": "missing"}, 404),
        ({"model": "quadrants", "version": 9}, 404),
        ({"model": "missing"}, 404),
    ],
)
def test_malformed_wish(ada, body, status):
    """A wish for a form says a released model, and nothing that is not known."""
    assert ada.ask("POST", "/v1/uploads", body)[0] == status


def test_no_buckets(make_service, bucket):
    """A deployment without uploads says so."""
    release(bucket, "quadrants")
    alone = Caller(make_service(), "ada")
    for found in (alone.ask("POST", "/v1/uploads", _NEW), alone.ask("GET", f"/v1/jobs/{'0' * 32}-quadrants")):
        assert (found[0], "takes no uploads" in found[2]["error"]) == (400, True)


def test_storage_down(ada, s3_down):
    """While S3 does not answer, the caller is told to come again."""
    with s3_down():
        status, headers, document = ada.ask("GET", f"/v1/jobs/{'0' * 32}-quadrants")
    assert (status, "Retry-After" in headers) == (503, True)
    assert "127.0.0.1" not in document["error"]
