"""Which operation a path asks for, and of which model and version."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from tintype.errors import MethodNotAllowedError, RouteNotFoundError, VersionNotFoundError, shown
from tintype.http.routes import OPERATIONS, Operation
from tintype.registry.release import PRODUCTION

if TYPE_CHECKING:
    from collections.abc import Callable

    from tintype.http.request import Request
    from tintype.http.response import Response
    from tintype.serving import Service

    Handler = Callable[[Request, "Route", Service], Response]

_MOST_DIGITS = 9
_VARIABLES = (3, 5)
"""The places in a path, counted from the empty one before the first slash, that hold names."""


class Route(NamedTuple):
    """What is asked for; ``name`` is what stands in the path's third place: a model's name."""

    action: str
    name: str = ""
    version: int | None = None
    label: str = PRODUCTION


def match(method: str, path: str) -> Route:
    """Return the route of a path.

    Raises:
        RouteNotFoundError: there is none.
        MethodNotAllowedError: it takes another method.
        VersionNotFoundError: the version in it is no number.
    """
    shape, values = _shape(path)
    found = _TABLE.get(shape)
    if found is None or not all(values.values()):
        raise RouteNotFoundError(path)
    if method not in found:
        raise MethodNotAllowedError(method, path, ", ".join(found))
    name, which = values.get(3, ""), values.get(5, "")
    if "/versions/*" in shape:
        return Route(found[method].action, name, _number(name, which))
    return Route(found[method].action, name, label=which or PRODUCTION)


def handler(action: str) -> Handler:
    """Return the function that answers an operation."""
    if action not in _handlers:
        module, _, function = _BY_ACTION[action].handler.partition(":")
        _handlers[action] = getattr(import_module(module), function)
    return _handlers[action]


def _shape(path: str) -> tuple[str, dict[int, str]]:
    """Return the path with a star for each variable, and what stood there."""
    parts = path.split("/")
    if len(parts) > 2 and not parts[-1]:  # noqa: PLR2004 -- a slash at the end changes nothing
        parts.pop()
    values: dict[int, str] = {}
    if "/".join(parts[:3]) == "/v2/health":
        return "/".join(parts), values  # the only words where names stand otherwise
    for place in _VARIABLES:
        if place < len(parts):
            values[place], colon, verb = parts[place].partition(":")
            parts[place] = f"*{colon}{verb}"
    return "/".join(parts), values


def _table() -> dict[str, dict[str, Operation]]:
    table: dict[str, dict[str, Operation]] = {}
    for operation in OPERATIONS:
        for path in operation.paths:
            methods = ("GET", "HEAD") if operation.method == "GET" else (operation.method,)
            table.setdefault(_shape(path)[0], {}).update(dict.fromkeys(methods, operation))
    return table


_TABLE = _table()
_BY_ACTION = {operation.action: operation for operation in OPERATIONS}
_handlers: dict[str, Handler] = {}


def _number(name: str, version: str) -> int:
    if not (version.isascii() and version.isdigit() and len(version) <= _MOST_DIGITS):
        raise VersionNotFoundError(name, shown(version))
    return int(version)
