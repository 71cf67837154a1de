"""Turn what a function returned into an HTTP answer, with API Gateway's rules for Lambda proxy answers."""

import base64
import binascii
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from workbench.local.gateway.request import Request, is_binary

_DROPPED = {"connection", "content-length", "transfer-encoding", "keep-alive", "te", "trailer", "upgrade"}
_REMAPPED = {"date", "server", "www-authenticate", "authorization", "host", "user-agent"}
_STATUSES = range(100, 600)


@dataclass(frozen=True)
class Answer:
    """An HTTP answer; `Content-Length` is the writer's business."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


class MalformedAnswerError(Exception):
    """The function's return value is none that API Gateway can use."""


def read_answer(payload: bytes, request: Request, binary_media_types: Iterable[str]) -> Answer:
    """Read a Lambda proxy answer.

    Raises:
        MalformedAnswerError: no JSON object with a whole statusCode, text headers and a text body.
    """
    document = _document(payload)
    headers = _headers(document)
    if not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("Content-Type", "application/json"))
    accepted = (request.header("accept") or "*/*").split(",")[0]
    body = _body(document, decode=is_binary(accepted, binary_media_types))
    return Answer(_status(document), tuple(headers), body)


def _document(payload: bytes) -> dict[str, Any]:
    try:
        document = json.loads(payload)
    except ValueError as problem:
        raise MalformedAnswerError(str(problem)) from problem
    if not isinstance(document, dict):
        message = f"expected an object with statusCode, received {type(document).__name__}"
        raise MalformedAnswerError(message)
    return document


def _status(document: dict[str, Any]) -> int:
    value = document.get("statusCode")
    try:
        status = int(value)  # type: ignore[arg-type]  # a TypeError is what we are looking for
    except (TypeError, ValueError) as problem:
        message = f"expected a whole number as statusCode, received {value!r}"
        raise MalformedAnswerError(message) from problem
    if status not in _STATUSES:
        message = f"expected a statusCode from 100 to 599, received {status}"
        raise MalformedAnswerError(message)
    return status


def _headers(document: dict[str, Any]) -> list[tuple[str, str]]:
    single, multiple = document.get("headers") or {}, document.get("multiValueHeaders") or {}
    if not isinstance(single, dict) or not isinstance(multiple, dict):
        message = "expected objects as headers and multiValueHeaders"
        raise MalformedAnswerError(message)
    # A name in both counts once, with the values of multiValueHeaders.
    repeated = {name.lower() for name in multiple}
    pairs = [(name, value) for name, value in single.items() if name.lower() not in repeated]
    pairs += [(name, value) for name, values in multiple.items() for value in values]
    return [(_renamed(name), _text(value)) for name, value in pairs if name.lower() not in _DROPPED]


def _renamed(name: str) -> str:
    return f"x-amzn-Remapped-{name}" if name.lower() in _REMAPPED else name


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str | int | float):
        message = f"expected text as a header's value, received {value!r}"
        raise MalformedAnswerError(message)
    return str(value).replace("\r", "").replace("\n", "")


def _body(document: dict[str, Any], *, decode: bool) -> bytes:
    body = document.get("body")
    if body is None:
        return b""
    if not isinstance(body, str):
        message = f"expected text as the body, received {type(body).__name__}"
        raise MalformedAnswerError(message)
    if not (document.get("isBase64Encoded") and decode):
        return body.encode()
    try:
        return base64.b64decode(body, validate=True)
    except binascii.Error as problem:
        raise MalformedAnswerError(str(problem)) from problem
