"""Every route of the API: one table for the router, the OpenAPI document and the tests."""

from __future__ import annotations

from typing import NamedTuple


class Operation(NamedTuple):
    """One thing that can be asked for.

    Attributes:
        action: its name.
        method: ``"GET"`` (which answers HEAD, too) or ``"POST"``.
        paths: in OpenAPI's form; variables stand where :func:`tintype.http.routing.match` looks for them, in the third
            and fifth place.
        handler: ``module:function``, imported when it is first asked for: nobody waits for a protocol that he
            does not speak.
    """

    action: str
    method: str
    paths: tuple[str, ...]
    handler: str


def _each(suffix: str) -> tuple[str, ...]:
    """A model's production version, one of its versions, one of its aliases."""
    model = "/v1/models/{model}"
    return tuple(f"{model}{which}{suffix}" for which in ("", "/versions/{version}", "/labels/{label}"))


OPERATIONS = (
    Operation("home", "GET", ("/",), "tintype.http.openapi.endpoints:home"),
    Operation("openapi", "GET", ("/openapi.json",), "tintype.http.openapi.endpoints:openapi"),
    Operation("docs", "GET", ("/docs",), "tintype.http.openapi.endpoints:docs"),
    Operation("health", "GET", ("/health",), "tintype.http.endpoints:health"),
    Operation("models", "GET", ("/v1/models",), "tintype.http.endpoints:models"),
    Operation("status", "GET", _each(""), "tintype.http.endpoints:status"),
    Operation("metadata", "GET", _each("/metadata"), "tintype.http.endpoints:metadata"),
    Operation("predict", "POST", _each(":predict"), "tintype.http.endpoints:predict"),
)
