"""API Gateway's proxy event to a request.

https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from tintype.errors import Base64Error, BodyTooLargeError, JsonError
from tintype.http.caller import identity
from tintype.http.codecs import from_base64, from_json
from tintype.http.encoding import decoded

if TYPE_CHECKING:
    from collections.abc import Mapping


_KINDS: dict[type, str] = {dict: "an object", list: "an array", str: "a string"}


class Request(NamedTuple):
    """What was asked.

    Attributes:
        method: in upper case.
        path: without the stage; ``%3A`` is a colon.
        headers: by lower-case name; of several with one name the last.
        query: of several with one name the last.
        body: the bytes as they were before they were compressed.
        id: API Gateway's, the same as in its logs.
        base: what stands before ``path`` in the address: the stage, such as ``/api``.
        caller: whom API Gateway found to be calling; see ``tintype.http.caller``.
    """

    method: str
    path: str
    headers: dict[str, str]
    query: dict[str, str]
    body: bytes
    id: str
    base: str = ""
    caller: str = ""

    @property
    def content_type(self) -> str:
        """The media type in lower case, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


def parse(event: Mapping[str, Any], max_body_bytes: int) -> Request:
    """Read an event of a REST API's Lambda proxy integration.

    Raises:
        Base64Error: the event says that its body is base64, and it is not.
        BodyTooLargeError: more than ``max_body_bytes``.
        UnsupportedEncodingError, RequestError: see ``tintype.http.encoding``.
    """
    headers = {name.lower(): value or "" for name, value in (event.get("headers") or {}).items()}
    context = event.get("requestContext") or {}
    return Request(
        (event.get("httpMethod") or "").upper(),
        (event.get("path") or "").replace("%3A", ":").replace("%3a", ":"),
        headers,
        event.get("queryStringParameters") or {},
        decoded(_body(event, max_body_bytes), headers.get("content-encoding", ""), max_body_bytes),
        context.get("requestId") or "",
        _base(context.get("path") or "", event.get("path") or ""),
        identity(context),
    )


def _base(whole: str, path: str) -> str:
    return whole.removesuffix(path).rstrip("/") if whole.endswith(path) else ""


def _body(event: Mapping[str, Any], limit: int) -> bytes:
    text = event.get("body") or ""
    body = decode_base64(text, "the event's body") if event.get("isBase64Encoded") else text.encode(errors="replace")
    if len(body) > limit:
        raise BodyTooLargeError(len(body), limit)
    return body


def json_object(body: bytes) -> dict[str, Any]:
    """Read a JSON object.

    Raises:
        JsonError: it is something else.
    """
    try:
        parsed = from_json(body)
    except RecursionError:
        raise JsonError("it is nested too deeply") from None
    except ValueError as error:
        raise JsonError(str(error)) from None
    if not isinstance(parsed, dict):
        raise JsonError(json_kind(parsed))
    return parsed


def json_kind(value: object) -> str:
    """Return what JSON calls the kind of a parsed value."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return "a number"
    return _KINDS.get(type(value)) or json.dumps(value)


def decode_base64(text: str, where: str) -> bytes:
    """Decode standard base64 (RFC 4648, section 4), with its padding and nothing else.

    Raises:
        Base64Error: it is not; ``where`` says which text.
    """
    try:
        return from_base64(text)
    except ValueError as error:
        raise Base64Error(where, str(error)) from None
