import pytest

from tintype.errors import (
    AccessDeniedError,
    ConflictError,
    ObjectNotFoundError,
    PreconditionFailedError,
    StorageError,
    StorageUnavailableError,
)
from tintype.s3.connection import Response
from tintype.s3.refusals import code, is_expired_token, is_transient, refusal


def _response(status, name=""):
    body = f"<Error><Code>{name}</Code><Message>because</Message></Error>".encode() if name else b""
    return Response(status, {}, body)


@pytest.mark.parametrize(
    ("status", "name", "kind"),
    [
        (301, "PermanentRedirect", StorageError),
        (400, "InvalidRequest", StorageError),
        (403, "AccessDenied", AccessDeniedError),
        (403, "", AccessDeniedError),
        (403, "InvalidAccessKeyId", StorageUnavailableError),
        (403, "SignatureDoesNotMatch", StorageUnavailableError),
        (403, "RequestTimeTooSkewed", StorageUnavailableError),
        (400, "ExpiredToken", StorageUnavailableError),
        (404, "NoSuchKey", ObjectNotFoundError),
        (404, "", ObjectNotFoundError),
        (409, "ConditionalRequestConflict", ConflictError),
        (412, "PreconditionFailed", PreconditionFailedError),
        (416, "InvalidRange", StorageError),
        (429, "SlowDown", StorageUnavailableError),
        (500, "InternalError", StorageUnavailableError),
        (503, "SlowDown", StorageUnavailableError),
        (599, "", StorageUnavailableError),
    ],
)
def test_kinds(status, name, kind):
    """Each of S3's refusals is one of our errors, which names the call, the status and the code."""
    error = refusal(_response(status, name), "GET bucket/key")
    assert type(error) is kind
    assert str(error) == f"S3 answered {status} {name} to GET bucket/key."


@pytest.mark.parametrize(
    ("status", "name", "transient"),
    [
        (400, "RequestTimeout", True),
        (400, "ExpiredToken", True),
        (400, "InvalidRequest", False),
        (403, "AccessDenied", False),
        (404, "NoSuchKey", False),
        (409, "ConditionalRequestConflict", True),
        (409, "BucketNotEmpty", False),
        (412, "PreconditionFailed", False),
        (429, "", True),
        (500, "InternalError", True),
        (501, "NotImplemented", False),
        (503, "SlowDown", True),
        (503, "", True),
    ],
)
def test_transient(status, name, transient):
    """What may work in a moment is told from what will not."""
    assert is_transient(_response(status, name)) is transient


def test_expired_token():
    """Only an expired token asks for new credentials."""
    assert is_expired_token(_response(400, "ExpiredToken"))
    assert not is_expired_token(_response(403, "InvalidAccessKeyId"))


@pytest.mark.parametrize("body", [b"", b"<Error>", b"<html>502</html>", b"\xff\xfe", bytearray(b"<Code>")])
def test_no_code(body):
    """An answer without S3's document has no code."""
    assert code(Response(502, {}, body)) == ""
