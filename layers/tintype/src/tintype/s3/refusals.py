"""From S3's error answers to our errors.

https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tintype.errors import (
    AccessDeniedError,
    ConflictError,
    ObjectNotFoundError,
    PreconditionFailedError,
    StorageError,
    StorageUnavailableError,
)

if TYPE_CHECKING:
    from tintype.s3.connection import Response

_BY_STATUS: dict[int, type[StorageError]] = {
    403: AccessDeniedError,
    404: ObjectNotFoundError,
    405: ObjectNotFoundError,  # the version is a delete marker
    409: ConflictError,
    412: PreconditionFailedError,
    429: StorageUnavailableError,
}
_TRANSIENT_STATUS = (429, 500, 502, 503, 504)
_TRANSIENT_CODES = ("RequestTimeout", "ExpiredToken", "ConditionalRequestConflict")
_BROKEN_CREDENTIALS = ("InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "RequestTimeTooSkewed")


def refusal(response: Response, what: str) -> StorageError:
    """Return the error for an answer that is none to ``what``, the call: a status of 400 or more, or a redirect."""
    found = code(response)
    kind = _BY_STATUS.get(response.status, StorageUnavailableError if response.status >= 500 else StorageError)  # noqa: PLR2004
    if found in _BROKEN_CREDENTIALS:  # a 403 that is no answer about the key
        kind = StorageUnavailableError
    return kind(f"S3 answered {response.status} {found} to {what}.")


def is_transient(response: Response) -> bool:
    """Say whether the same call may work in a moment."""
    return response.status in _TRANSIENT_STATUS or code(response) in _TRANSIENT_CODES


def is_expired_token(response: Response) -> bool:
    """Say whether new credentials are needed."""
    return code(response) == "ExpiredToken"


def code(response: Response) -> str:
    """Return the error's code, such as ``"NoSuchKey"``; empty where there is no document."""
    text = bytes(response.body).decode("utf-8", "replace")
    return text.partition("<Code>")[2].partition("</Code>")[0]
