"""The one signature that every model has."""

from __future__ import annotations

from typing import Any

from tintype.errors import RequestError, shown

NAME = "serving_default"


def check(body: dict[str, Any]) -> None:
    """Refuse a ``signature_name`` that is not there; an absent or empty one stands for the default.

    Raises:
        RequestError: another name, or no text.
    """
    name = body.get("signature_name", "")
    if name not in ("", NAME):
        raise RequestError(f'Expected "signature_name" to be left out or "{NAME}", received {shown(name)}.')
