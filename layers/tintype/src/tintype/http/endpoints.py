"""What answers Tintype's own routes and TensorFlow Serving's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tintype.http import catalogue, prediction
from tintype.http.response import Response, provenance
from tintype.http.sticky import sticky, word
from tintype.observability import stale
from tintype.tasks.parameters import JSON

if TYPE_CHECKING:
    from tintype.http.request import Request
    from tintype.http.routing import Route
    from tintype.serving import Service


def health(_request: Request, _route: Route, _service: Service) -> Response:
    """Say that the function runs; it asks nobody."""
    return Response(200, {"status": "ok"})


def models(_request: Request, _route: Route, service: Service) -> Response:
    """List what is released."""
    return Response(200, catalogue.models(service))


def status(_request: Request, route: Route, service: Service) -> Response:
    """Say which versions are live."""
    return Response(200, catalogue.status(service, route))


def metadata(request: Request, route: Route, service: Service) -> Response:
    """Describe a version's tensors, labels and measures."""
    served = service.model(route.name, route.version, route.label, word(request).encode if word(request) else None)
    return Response(200, catalogue.metadata(served, service.release(route.name)))


def report(_request: Request, route: Route, service: Service) -> Response:
    """Say what was measured of a version."""
    from tintype.http import chronicle  # for few calls

    return Response(200, chronicle.report(service, route))


def history(_request: Request, route: Route, service: Service) -> Response:
    """Say what was live when."""
    from tintype.http import chronicle  # for few calls

    return Response(200, chronicle.releases(service, route))


def predict(request: Request, route: Route, service: Service) -> Response:
    """Answer an image, several of them, or TensorFlow Serving's JSON."""
    prediction.check(request)
    if "prefer" in request.headers:
        from tintype.http.jobs import later  # for few calls

        if later.wanted(request, service):
            return later.accept(request, route, service)
    served = service.model(route.name, route.version, route.label, sticky(request, service))
    stale(route.name, served.problem)
    predicted = prediction.predict(request, served, service)
    kind = {} if predicted.media_type == JSON else {"Content-Type": predicted.media_type}
    return Response(200, predicted.document, kind | provenance(predicted.served, predicted.timings))


def explain(request: Request, route: Route, service: Service) -> Response:
    """Say which pixels of an image spoke for the answer."""
    from tintype.http import explaining  # for few calls

    return explaining.answer(request, route, service)


def compress(request: Request, _route: Route, service: Service) -> Response:
    """Give an image back in fewer bytes."""
    from tintype.http import compressing  # for few calls

    return compressing.answer(request, service)
