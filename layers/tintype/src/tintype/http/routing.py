"""Which part of the API a path belongs to."""

from __future__ import annotations

import re
from typing import NamedTuple

from tintype.errors import MethodNotAllowedError, RouteNotFoundError, VersionNotFoundError, shown
from tintype.registry.release import PRODUCTION

_MODEL = re.compile(
    r"/v1/models/(?P<name>[^/:]+)"
    r"(?:/versions/(?P<version>[^/:]+)|/labels/(?P<label>[^/:]+))?"
    r"(?:/(?P<noun>metadata)|:(?P<verb>predict))?/?\Z"
)
_MOST_DIGITS = 9
_FIXED = {"/health": "health", "/v1/models": "models"}


class Route(NamedTuple):
    """What is asked for: ``action`` is health, models, status, metadata or predict."""

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
    route = _route(path)
    allowed = "POST" if route.action == "predict" else "GET, HEAD"
    if method not in allowed.split(", "):
        raise MethodNotAllowedError(method, path, allowed)
    return route


def _route(path: str) -> Route:
    if action := _FIXED.get(path.rstrip("/")):
        return Route(action)
    found = _MODEL.match(path)
    if not found:
        raise RouteNotFoundError(path)
    action = found["verb"] or found["noun"] or "status"
    return Route(action, found["name"], _number(found["name"], found["version"]), found["label"] or PRODUCTION)


def _number(name: str, version: str | None) -> int | None:
    if version is None:
        return None
    if not (version.isascii() and version.isdigit() and len(version) <= _MOST_DIGITS):
        raise VersionNotFoundError(name, shown(version))
    return int(version)
