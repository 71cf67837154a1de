from __future__ import annotations

import pytest

from tests.models.published import TOP_RIGHT
from tests.support.events import call
from tintype.errors import EmptyBodyError, RequestError, UnsupportedMediaTypeError
from tintype.http.request import parse
from tintype.http.single import read


def sent(body, content_type="image/png"):
    return parse(call("POST", "/v1/images:compress", body, content_type=content_type), 1_000_000)


def test_bytes(service):
    """An image's raw bytes are the image."""
    assert read(sent(TOP_RIGHT), service) == TOP_RIGHT


@pytest.mark.parametrize(
    ("body", "content_type", "error"),
    [
        (b"", "image/png", EmptyBodyError),
        (b"--a--", "multipart/form-data; boundary=a", UnsupportedMediaTypeError),
        ({"upload": "a", "top": 1}, "application/json", RequestError),
        ({"images": []}, "application/json", RequestError),
    ],
)
def test_refused(service, body, content_type, error):
    """No image, several, or more than a reference is refused."""
    with pytest.raises(error):
        read(sent(body, content_type), service)
