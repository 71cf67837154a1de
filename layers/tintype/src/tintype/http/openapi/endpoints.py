"""The pages about the API: what they say, and that a browser runs nothing else in them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tintype.http.openapi import document, models
from tintype.http.response import Response

if TYPE_CHECKING:
    from tintype.http.request import Request
    from tintype.http.routing import Route
    from tintype.serving import Service

_PAGE = os.path.join(os.path.dirname(__file__), "docs.html")


def openapi(request: Request, _route: Route, service: Service) -> Response:
    """Describe every operation, and each released model."""
    return Response(200, document.build(models.released(service), request.base, service.settings.authorization))


def docs(_request: Request, _route: Route, _service: Service) -> Response:
    """Return the interactive page."""
    with open(_PAGE, encoding="utf-8") as file:
        page = file.read()
    return Response(200, page, {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy(page)})


def policy(page: str) -> str:
    """Return a policy (https://www.w3.org/TR/CSP3/) for just the page's own script and style, and calls to this API."""
    return (
        f"default-src 'none'; script-src {_hash(page, 'script')}; style-src {_hash(page, 'style')}; "
        "connect-src 'self'; img-src blob: data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def _hash(page: str, element: str) -> str:
    from binascii import b2a_base64
    from hashlib import sha256

    text = page.partition(f"<{element}>")[2].partition(f"</{element}>")[0]
    return f"'sha256-{b2a_base64(sha256(text.encode()).digest(), newline=False).decode()}'"
