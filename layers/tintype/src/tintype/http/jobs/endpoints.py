"""What answers ``POST /v1/uploads`` and ``GET`` and ``DELETE /v1/jobs/<id>``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tintype.http.jobs import asking, naming, state
from tintype.http.prediction import parsed
from tintype.http.response import Response
from tintype.http.sticky import word

if TYPE_CHECKING:
    from tintype.http.request import Request
    from tintype.http.routing import Route
    from tintype.serving import Service


def uploads(request: Request, _route: Route, service: Service) -> Response:
    """Say where and how to put an image that is too large for a call."""
    asked = asking.read(parsed(request))
    asked = asked._replace(wishes=asked.wishes._replace(sticky=word(request)))
    asked.wishes.check(service)
    return Response(200, asking.offer(asked, request, service))


def job(request: Request, route: Route, service: Service) -> Response:
    """Say what became of an upload."""
    found = state.find(naming.named(route.name), request.caller, service)
    waiting = found["status"] in (state.WAITING, state.QUEUED, state.RUNNING)
    return Response(200, found, {"Retry-After": "1"} if waiting else {})


def cancel(request: Request, route: Route, service: Service) -> Response:
    """Give up an upload that is not answered yet."""
    return Response(200, state.cancel(naming.named(route.name), request.caller, service))
