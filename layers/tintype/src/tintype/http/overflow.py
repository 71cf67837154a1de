"""An answer that is too large for a function's response: kept in the result bucket, and the caller sent there.

303 See Other (RFC 9110, section 15.4.4): the caller reads the answer by GET from an address that is good for minutes.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from tintype.errors import AnswerTooLargeError, StorageError
from tintype.http.response import Response, failure
from tintype.observability import logger

if TYPE_CHECKING:
    from tintype.serving import Service

SECONDS = 300
PREFIX = "responses/"
_ELSEWHERE = "Inference-Header-Content-Length"
"""A header without which the body cannot be read; S3 would not send it."""


def redirected(response: Response, made: int, limit: int, service: Service) -> Response:
    """Return the way to an answer of ``made`` bytes, of which only ``limit`` fit into a response.

    Where there is no way (no result bucket, or it cannot be written), it is the error that says what fits.
    """
    name = service.settings.result_bucket
    if not name or response.status != 200 or _ELSEWHERE in response.headers:  # noqa: PLR2004 -- OK
        return failure(AnswerTooLargeError(made, limit))
    body = response.data()
    key = f"{PREFIX}{sha256(body).hexdigest()}"
    bucket = service.storage(name)
    try:
        # Written again if it is there: the bucket's lifecycle counts from the last time.
        bucket.put(key, body, content_type=response.headers.get("Content-Type", "application/json"))
        address = bucket.presigned(key, SECONDS)
    except StorageError as error:
        logger.error(str(error), kind=type(error).__name__)
        return failure(AnswerTooLargeError(made, limit))
    headers = {name: value for name, value in response.headers.items() if name != "Content-Type"}
    return Response(303, {"location": address, "seconds": SECONDS}, {**headers, "Location": address})
