"""What answers the protocol's routes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tintype.errors import TintypeError
from tintype.http.catalogue import live as live_versions
from tintype.http.oip import metadata
from tintype.http.oip.binary import HEADER
from tintype.http.oip.inference import infer as _infer
from tintype.http.oip.inference import sticky as _sticky
from tintype.http.response import Response, provenance
from tintype.http.sticky import sticky
from tintype.observability import stale
from tintype.registry.release import PRODUCTION

if TYPE_CHECKING:
    from tintype.http.request import Request
    from tintype.http.routing import Route
    from tintype.serving import Service


def server(_request: Request, _route: Route, _service: Service) -> Response:
    """Say what serves here, and which extensions of the protocol it knows."""
    extensions = ["classification", "binary_tensor_data"]
    return Response(200, {"name": "tintype", "version": "0.1.0", "extensions": extensions})


def live(_request: Request, _route: Route, _service: Service) -> Response:
    """Say that the function runs; it asks nobody."""
    return Response(200, {"live": True})


def ready(_request: Request, _route: Route, service: Service) -> Response:
    """Say whether each model can answer that the deployment loads in advance."""
    try:
        for name in service.settings.preload:
            service.model(name)
    except TintypeError as error:
        return Response(503, {"ready": False, "error": str(error)})
    return Response(200, {"ready": True})


def model(_request: Request, route: Route, service: Service) -> Response:
    """Describe a model's tensors, and the versions that are live."""
    served = service.model(route.name, route.version, route.label)
    manifest = served.model.manifest
    chosen = route.version is not None or route.label != PRODUCTION
    versions = [manifest.version] if chosen else sorted(live_versions(service.release(route.name)))
    return Response(200, metadata.model(manifest, versions))


def model_ready(_request: Request, route: Route, service: Service) -> Response:
    """Load a model; its errors say why it is not ready."""
    service.model(route.name, route.version, route.label)
    return Response(200, {"name": route.name, "ready": True})


def infer(request: Request, route: Route, service: Service) -> Response:
    """Run a model on tensors or image files."""
    served = service.model(route.name, route.version, route.label, sticky(request, service, _sticky))
    stale(route.name, served.problem)
    length = request.headers.get(HEADER.lower())
    done = _infer(request.body, length, served.model, service.settings.max_pixels)
    headers = provenance(served, done.timings)
    if not done.tensors:
        return Response(200, done.document, headers)
    text = json.dumps(done.document, separators=(",", ":")).encode()
    kind = {"Content-Type": "application/octet-stream", HEADER: str(len(text))}
    return Response(200, b"".join([text, *done.tensors]), headers | kind)
