"""POST :explain: one image in, a heat map out, as numbers or as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tintype.errors import ExplanationError
from tintype.explaining import Wishes, explain
from tintype.explaining.explanation import VIEWS
from tintype.explaining.methods import METHODS
from tintype.http import single
from tintype.http.accept import negotiate
from tintype.http.response import Response, provenance
from tintype.http.sticky import sticky
from tintype.images.writing import PNG
from tintype.observability import stale
from tintype.serving.pipeline import identity
from tintype.tasks.parameters import JSON

if TYPE_CHECKING:
    from tintype.http.request import Request
    from tintype.http.routing import Route
    from tintype.serving import Service

_YES_OR_NO = {"true": True, "false": False}


def answer(request: Request, route: Route, service: Service) -> Response:
    """Answer with the document, or with its picture.

    Raises:
        RequestError: what was sent cannot be answered; see ``tintype.errors``.
        InferenceError: the runtime failed.
    """
    kind = negotiate(request.headers.get("accept", ""), (JSON, PNG))
    wishes, image = _wishes(request.query), single.read(request, service)
    served = service.model(route.name, route.version, route.label, sticky(request, service))
    stale(route.name, served.problem)
    model = served.model
    made = explain(model.manifest, model.network, image, wishes, service.settings.max_pixels, kind)
    headers = provenance(served, made.timings)
    if made.body is not None:
        return Response(200, made.body, {"Content-Type": made.media_type, **headers})
    return Response(200, {**identity(model), **made.document}, headers)


def _wishes(query: dict[str, str]) -> Wishes:
    view, method = query.get("view", VIEWS[0]), query.get("method", "")
    faithful = query.get("faithfulness", "true")
    if view not in VIEWS:
        raise ExplanationError("view", " or ".join(VIEWS), view)
    if method and method not in METHODS:
        raise ExplanationError("method", f"one of {', '.join(METHODS)}", method)
    if faithful not in _YES_OR_NO:
        raise ExplanationError("faithfulness", "true or false", faithful)
    return Wishes(query.get("label", ""), method, view, _YES_OR_NO[faithful])
