"""The one image of a call that takes no more: its bytes, or an upload by reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tintype.errors import EmptyBodyError, RequestError, UnsupportedMediaTypeError, shown
from tintype.http.prediction import is_form, is_image
from tintype.http.request import json_object

if TYPE_CHECKING:
    from tintype.http.request import Request
    from tintype.serving import Service


def read(request: Request, service: Service) -> bytes:
    """Return the image file.

    Raises:
        EmptyBodyError, UnsupportedMediaTypeError, RequestError: it is something else.
        UploadNotFoundError, UploadTooLargeError, UploadsUnavailableError: see ``tintype.http.references``.
    """
    if not request.body:
        raise EmptyBodyError
    if is_form(request):
        raise UnsupportedMediaTypeError(request.content_type)
    if is_image(request):
        return request.body
    from tintype.http import references

    body = json_object(request.body)
    if body.keys() != {"upload"}:
        raise RequestError(
            f'Expected one image\'s bytes, or {{"upload": "<key>"}} alone, received {shown(sorted(body))}.'
        )
    return bytes(references.read(body["upload"], request, service))
