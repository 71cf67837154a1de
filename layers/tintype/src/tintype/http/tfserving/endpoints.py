"""What answers ``:classify`` and ``:regress``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tintype.http import prediction
from tintype.http.response import Response, provenance
from tintype.http.sticky import sticky
from tintype.http.tfserving import examples
from tintype.observability import stale

if TYPE_CHECKING:
    from tintype.http.request import Request
    from tintype.http.routing import Route
    from tintype.serving import Service


def classify(request: Request, route: Route, service: Service) -> Response:
    """Answer examples with each label's score."""
    body = prediction.parsed(request)
    served = service.model(route.name, route.version, route.label, sticky(request, service))
    stale(route.name, served.problem)
    results, timings = examples.classify(body, served.model, service.settings.max_pixels)
    return Response(200, results, provenance(served, timings))


def regress(request: Request, route: Route, service: Service) -> Response:
    """Say that the model is none of regression."""
    examples.rows(prediction.parsed(request))
    examples.regress(service.model(route.name, route.version, route.label).model)
