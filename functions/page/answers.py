"""What is answered, in the form that API Gateway wants of a Lambda proxy integration."""

from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha256
from html import escape
from typing import TYPE_CHECKING, Any

from functions.page.files import File
from functions.page.policy import policy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from functions.page.files import Site

_SAFE = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
_FOR_EVER = "public, max-age=31536000, immutable"
_OK = 200


def index(site: Site, base: str, headers: Mapping[str, str], environ: Mapping[str, str]) -> dict[str, Any]:
    """Return the page of the API at ``base``, such as ``/api``."""
    text = site.template.replace("{base}", escape(base)).replace("{page}", escape(base + site.folder))
    more = {
        "Cache-Control": "no-cache",
        "Content-Security-Policy": policy(environ),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
    }
    return _sent(File.of("text/html", text.encode()), headers, {**more, "Vary": "Accept, Accept-Encoding"})


def links(base: str) -> dict[str, Any]:
    """Return where everything is, for programs."""
    pages = {name: f"{base}/{name}" for name in ("docs", "health", "openapi.json")}
    document = {"name": "Tintype", "docs": pages["docs"], "health": pages["health"]}
    body = json.dumps(document | {"openapi": pages["openapi.json"], "models": f"{base}/v1/models"})
    tag = f'"{sha256(body.encode()).hexdigest()[:32]}"'
    return _text(_OK, body, {"Cache-Control": "no-cache", "ETag": tag, "Vary": "Accept, Accept-Encoding"})


def static(file: File, headers: Mapping[str, str]) -> dict[str, Any]:
    """Return a file, which never changes under its path."""
    return _sent(file, headers, {"Cache-Control": _FOR_EVER, "Vary": "Accept-Encoding"})


def failure(status: int, message: str, **headers: str) -> dict[str, Any]:
    """Return an error in the form of all others."""
    return _text(status, json.dumps({"error": message}), {"Cache-Control": "no-store", **headers})


def conditional(answer: dict[str, Any], headers: Mapping[str, str]) -> dict[str, Any]:
    """Return the answer, or 304 without a body to a caller who has it."""
    tag = answer["headers"].get("ETag")
    asked = [each.strip().removeprefix("W/") for each in headers.get("if-none-match", "").split(",")]
    if not tag or (tag not in asked and asked != ["*"]):
        return answer
    kept = {name: value for name, value in answer["headers"].items() if name != "Content-Encoding"}
    return {"statusCode": 304, "headers": kept, "body": "", "isBase64Encoded": False}


def _sent(file: File, headers: Mapping[str, str], more: dict[str, str]) -> dict[str, Any]:
    """Return a file, compressed for who takes that: a tag names bytes, so that each form has its own."""
    sent = {"Content-Type": file.kind, "ETag": file.tag, **_SAFE, **more}
    if "gzip" in headers.get("accept-encoding", ""):
        sent |= {"Content-Encoding": "gzip", "ETag": f'{file.tag[:-1]}-gzip"'}
        body = b64encode(file.compressed).decode()
        return {"statusCode": _OK, "headers": sent, "body": body, "isBase64Encoded": True}
    return {"statusCode": _OK, "headers": sent, "body": file.body.decode(), "isBase64Encoded": False}


def _text(status: int, body: str, headers: dict[str, str]) -> dict[str, Any]:
    whole = {"Content-Type": "application/json", **_SAFE, **headers}
    return {"statusCode": status, "headers": whole, "body": body, "isBase64Encoded": False}
