"""API Gateway event -> tintype -> HTTP response."""

from __future__ import annotations

from typing import Any

from tintype.serving import start

SERVICE = start()  # first: the models are on their way while the rest is imported

from tintype.http import answer  # noqa: E402 -- see above


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Answer one call."""
    return answer(event, SERVICE)
