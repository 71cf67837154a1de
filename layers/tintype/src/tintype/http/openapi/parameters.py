"""Path variables and headers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tintype.http.openapi.describing import Schema

_PATTERNS: dict[str, Schema] = {
    "model": {"type": "string", "pattern": "^[a-z0-9][a-z0-9._-]{0,62}$"},
    "version": {"type": "integer", "minimum": 0, "maximum": 999_999_999},
    "label": {"type": "string", "minLength": 1, "pattern": "^[^/:]+$"},
    "job": {"type": "string", "pattern": "^[0-9a-f]{32}-[a-z0-9][a-z0-9._-]{0,62}$"},
}
_SAID = {
    "model": "A released model's name.",
    "version": "One of its versions; without it what is live as production.",
    "label": "An alias of its release, such as production.",
    "job": "The last part of the address that POST /v1/uploads gave.",
}

PARAMETERS: dict[str, Any] = {
    name: {"name": name, "in": "path", "required": True, "description": _SAID[name], "schema": schema}
    for name, schema in _PATTERNS.items()
}
HEADERS: dict[str, Any] = {
    "X-Tintype-Model": {"description": "What answered.", "schema": {"type": "string"}},
    "X-Tintype-Version": {"description": "Its version.", "schema": {"type": "string", "pattern": "^[0-9]+$"}},
    "X-Tintype-Digest": {"description": "The SHA-256 of its file.", "schema": {"type": "string"}},
    "X-Tintype-Start": {"description": "Of the container.", "schema": {"enum": ["cold", "warm"]}},
    "Server-Timing": {"description": "Milliseconds of each step.", "schema": {"type": "string"}},
}


def parameter(name: str) -> dict[str, Any]:
    """Return a reference to a variable of a path."""
    return {"$ref": f"#/components/parameters/{name}"}
