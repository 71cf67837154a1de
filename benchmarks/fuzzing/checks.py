"""What every answer has to be, whatever was asked."""

from __future__ import annotations

import gzip
import json
from base64 import b64decode
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

INTERNAL = (
    *(
        "Something unexpected",
        "The model failed",
        "Traceback",
        'File "',
        "site-packages",
        "NoneType",
        " object at 0x",
        "has no attribute",
        ".py",
    ),
)
"""Words that only the code's own trouble has: no generated call contains them."""

_OUR_FAULT = 500
_FAULT = 400
_ELSEWHERE = 303
_KEYS = {"statusCode", "headers", "body", "isBase64Encoded"}


def problems(event: Mapping[str, Any], answer: dict[str, Any], secrets: tuple[str, ...]) -> Iterator[str]:
    """Yield what is wrong with an answer.

    The status 503 is wrong as well: the registry of these calls answers, and nothing that a caller sends may make it
    seem silent.

    Args:
        event: what was asked.
        answer: what the handler returned.
        secrets: names that no caller may learn, but from an address to which he is sent, or is to send.
    """
    if answer.keys() != _KEYS:
        yield f"the keys {sorted(answer)}"
        return
    status, body = answer["statusCode"], answer["body"]
    if not (isinstance(status, int) and 200 <= status < _OUR_FAULT):  # success begins there
        yield f"the status {status}"
    yield from _headers(answer["headers"])
    text = _text(answer)
    yield from (f"{word!r} in the answer" for word in INTERNAL if word in text and '"error"' in text)
    whole = text + "".join(answer["headers"].values())
    told = status == _ELSEWHERE or '"form"' in text
    yield from (f"the name {name!r} in the answer" for name in secrets if name in whole and not told)
    try:
        json.dumps(answer, ensure_ascii=False, allow_nan=False).encode()
    except ValueError as error:
        yield f"an answer that Lambda cannot send ({type(error).__name__})"
    if event["httpMethod"] == "HEAD" and body:
        yield "a body for HEAD"
    if status >= _FAULT and event["httpMethod"] != "HEAD" and not _is_error(text):
        yield f"an error without its document: {text[:200]!r}"


def _headers(headers: Mapping[str, str]) -> Iterator[str]:
    for name, value in headers.items():
        if not (isinstance(name, str) and isinstance(value, str) and value.isascii() and value.isprintable()):
            yield f"the header {name}: {value!r}"


def _text(answer: Mapping[str, Any]) -> str:
    if not answer["isBase64Encoded"]:
        return str(answer["body"])
    data = b64decode(answer["body"], validate=True)
    return (gzip.decompress(data) if answer["headers"].get("Content-Encoding") == "gzip" else data).decode("latin-1")


def _is_error(text: str) -> bool:
    try:
        document = json.loads(text)
    except ValueError:
        return False
    return isinstance(document, dict) and document.keys() == {"error"} and isinstance(document["error"], str)
