"""By what a call is known again where several versions share an alias: the caller's word, or else its image."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from tintype.errors import RequestError, TintypeError, shown
from tintype.http.request import decode_base64, json_object

if TYPE_CHECKING:
    from collections.abc import Callable

    from tintype.http.request import Request
    from tintype.serving import Service
    from tintype.serving.traffic import Sticky

HEADER = "x-tintype-sticky"
_MOST = 256  # characters


def word(request: Request) -> str:
    """Return the header's value; empty without one.

    Raises:
        RequestError: too long, or more than printable ASCII.
    """
    value = request.headers.get(HEADER, "")
    if value and not (len(value) <= _MOST and value.isascii() and value.isprintable()):
        raise RequestError(
            f"Expected X-Tintype-Sticky to be up to {_MOST} printable ASCII characters, received {shown(value)}."
        )
    return value


def sticky(request: Request, service: Service, read: Callable[[Request, Service], bytes] | None = None) -> Sticky:
    """Return what finds out by what a call is known again; it is only called where versions share an alias.

    Args:
        request: the call.
        service: it reads images by reference.
        read: returns what stands for a body of another protocol; by default :func:`image`.

    Raises:
        RequestError: see :func:`word`.
    """
    if HEADER in request.headers and (said := word(request)):
        return said.encode
    return partial(_of_body, request, service, read or image)


def _of_body(request: Request, service: Service, read: Callable[[Request, Service], bytes]) -> bytes:
    with suppress(TintypeError):  # the model's own call says what is wrong, or answers the rest
        return read(request, service)
    return request.body


def image(request: Request, service: Service) -> bytes:
    """Return the call's image, however it is sent; of several images, or of numbers, what stands for them all.

    Raises:
        RequestError: it cannot be read.
    """
    from tintype.http.prediction import is_form, is_image

    if is_form(request):
        from tintype.http import form

        return together([part.read() for part in form.read(request)[0]])
    if is_image(request) or not any(word in request.body for word in (b'"b64"', b'"images"', b'"upload"')):
        return request.body
    return _in_json(json_object(request.body), request, service)


def together(images: list[bytes]) -> bytes:
    """Return an image alone as it is, several as their digests."""
    return images[0] if len(images) == 1 else b"".join(sha256(each).digest() for each in images)


def _in_json(body: dict[str, Any], request: Request, service: Service) -> bytes:
    if "images" in body:
        from tintype.http.images import listed

        images = listed(body["images"], request, service)
        return images[0].read() if len(images) == 1 else request.body
    if "upload" in body:
        from tintype.http import references

        return bytes(references.read(body["upload"], request, service))
    texts = _texts(body)
    return together([decode_base64(text, '"b64"') for text in texts]) if texts else request.body


def _texts(body: object) -> list[str]:
    """Return what stands at ``b64`` in objects and lists of any depth, in no order that means anything but its own."""
    found: list[str] = []
    waiting = [body]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if isinstance(value.get("b64"), str):
                found.append(value["b64"])
            else:
                waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return found
