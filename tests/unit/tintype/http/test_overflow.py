import json
from urllib.request import urlopen

import pytest

from tintype.http.overflow import redirected
from tintype.http.response import Response

_LARGE = {"predictions": ["ü" * 50]}


@pytest.fixture
def results(make_bucket):
    """The result bucket."""
    return make_bucket()


@pytest.fixture
def service(make_service, results):
    """A service with that result bucket."""
    return make_service(result_bucket=results.name)


def test_document_is_read_elsewhere(service):
    """A document that does not fit is read from the address in Location, and the headers still say who answered."""
    response = redirected(Response(200, _LARGE, {"X-Tintype-Model": "digits"}), 100, 10, service)
    assert (response.status, response.headers["X-Tintype-Model"]) == (303, "digits")
    assert response.document == {"location": response.headers["Location"], "seconds": 300}
    with urlopen(response.headers["Location"]) as answer:  # noqa: S310 -- moto's
        assert json.load(answer) == _LARGE
        assert answer.headers["Content-Type"] == "application/json"


def test_bytes_are_read_elsewhere(service):
    """An image keeps its bytes and its type; what says so does not have that type."""
    response = redirected(Response(200, b"\x89PNG", {"Content-Type": "image/png"}), 100, 10, service)
    assert "Content-Type" not in response.headers
    with urlopen(response.headers["Location"]) as answer:  # noqa: S310 -- moto's
        assert (answer.read(), answer.headers["Content-Type"]) == (b"\x89PNG", "image/png")


def test_same_answer_is_kept_once(service, results):
    """The same answer a second time takes no more room."""
    for _ in range(2):
        redirected(Response(200, _LARGE), 100, 10, service)
    assert len(list(results.list("responses/"))) == 1


def test_without_result_bucket(make_service):
    """Where there is no bucket for it, the caller learns what fits."""
    response = redirected(Response(200, _LARGE), 100, 10, make_service())
    assert (response.status, "at most 10 bytes" in response.document["error"]) == (413, True)


def test_storage_down(service, s3_down, logged):
    """While the bucket cannot be written, the caller learns what fits, and the operator why."""
    with s3_down():
        response = redirected(Response(200, _LARGE), 100, 10, service)
    assert response.status == 413
    assert logged()[-1]["kind"] == "StorageUnavailableError"


def test_answer_that_needs_its_header(service):
    """Tensors behind a JSON header are not sent elsewhere: S3 would not say where they begin."""
    response = redirected(Response(200, b"{}", {"Inference-Header-Content-Length": "2"}), 100, 10, service)
    assert response.status == 413
