"""Find the route of a request as API Gateway does: exact parts win over parameters, those over `{proxy+}`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from workbench.local.template.description import ANY, Route

_PARAMETER = re.compile(r"\{([^}+]+)(\+?)\}")


@dataclass(frozen=True)
class Match:
    """A route and the path parameters, not decoded, as Lambda proxy events carry them."""

    route: Route
    parameters: dict[str, str]


class Router:
    """Matches methods and paths against the API's routes.

    Args:
        routes: in any order.
    """

    def __init__(self, routes: Iterable[Route]) -> None:
        ranked = sorted(routes, key=lambda route: (_generality(route.path), route.method == ANY))
        self._routes = [(route, _pattern(route.path)) for route in ranked]

    def match(self, method: str, path: str) -> Match | None:
        """Return the best route for a path without the stage, or None."""
        for route, pattern in self._routes:
            if route.method in {method, ANY} and (found := pattern.fullmatch(path)):
                return Match(route, found.groupdict())
        return None


def _generality(path: str) -> tuple[int, ...]:
    kinds = (_PARAMETER.fullmatch(part) for part in path.split("/"))
    return tuple(0 if kind is None else 2 if kind[2] else 1 for kind in kinds)


def _pattern(path: str) -> re.Pattern[str]:
    text, end = "", 0
    for found in _PARAMETER.finditer(path):
        inner = ".+" if found[2] else "[^/]+"
        text += f"{re.escape(path[end : found.start()])}(?P<{found[1]}>{inner})"
        end = found.end()
    return re.compile(text + re.escape(path[end:]), re.DOTALL)
