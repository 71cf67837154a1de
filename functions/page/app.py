"""The page for people: static files, without layers, so that they are no part of the predict function's start."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from functions.page.answers import conditional, failure, index, links, static
from functions.page.files import Site

SITE = Site.read(Path(__file__).parent / "site")


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Answer one call of API Gateway's proxy integration."""
    headers = {name.lower(): value or "" for name, value in (event.get("headers") or {}).items()}
    answer = conditional(_answer(event, headers), headers)
    return answer | {"body": ""} if event.get("httpMethod") == "HEAD" else answer


def _answer(event: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
    path = event.get("path") or ""
    if event.get("httpMethod") not in ("GET", "HEAD"):
        return failure(405, f"{event.get('httpMethod')} is not possible here; expected GET", Allow="GET, HEAD")
    if path == "/":
        base = ((event.get("requestContext") or {}).get("path") or "").rstrip("/")  # with or without a slash at its end
        if "text/html" in headers.get("accept", ""):
            return index(SITE, base, headers, os.environ)
        return links(base)
    found = SITE.files.get(path)
    if found is None:
        return failure(404, f"the page has no file {path[:200]!r}; it may be of an older page: load that again")
    return static(found, headers)
