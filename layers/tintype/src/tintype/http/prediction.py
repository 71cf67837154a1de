"""POST :predict: an image's raw bytes, or TensorFlow Serving's JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tintype.errors import EmptyBodyError, RequestError, UnsupportedMediaTypeError, shown
from tintype.http.accept import negotiate
from tintype.http.request import json_object
from tintype.http.tfserving import instances
from tintype.serving.pipeline import Timings, document, run_image
from tintype.tasks import media_types

if TYPE_CHECKING:
    from tintype.http.request import Request
    from tintype.serving.model import Model

_RAW = ("", "application/octet-stream", "application/x-www-form-urlencoded", "binary/octet-stream")
_MOST_TOP = 1000
_DEFAULT_TOP = 5


class Prediction(NamedTuple):
    """The document for the caller, and how long the model took for all of its images."""

    document: Any
    timings: Timings


def check(request: Request) -> None:
    """Refuse, before a model is loaded for it, a body that no model could answer.

    Raises:
        EmptyBodyError, UnsupportedMediaTypeError: see ``tintype.errors``.
    """
    if not request.body:
        raise EmptyBodyError
    kind = request.content_type
    if not (kind in _RAW or kind.startswith("image/") or _is_json(request)):
        raise UnsupportedMediaTypeError(kind)


def predict(request: Request, model: Model, max_pixels: int) -> Prediction:
    """Answer a request that :func:`check` let pass.

    Raises:
        RequestError: what was sent cannot be answered; see ``tintype.errors``.
        InferenceError: the runtime failed.
    """
    top = _top(request)  # also where nothing uses it: a mistake is not passed over in silence
    if _is_json(request):
        return Prediction(*instances.predict(json_object(request.body), model, max_pixels))
    negotiate(request.headers.get("accept", ""), media_types(model.manifest))  # TensorFlow Serving's JSON is only JSON
    answer = run_image(model, request.body, max_pixels)
    return Prediction(document(model, answer, top), answer.timings)


def parsed(request: Request) -> dict[str, Any]:
    """Return the JSON object in a body that nothing else may be.

    Raises:
        EmptyBodyError, UnsupportedMediaTypeError, JsonError: see ``tintype.errors``.
    """
    if not request.body:
        raise EmptyBodyError
    if not _is_json(request):
        raise UnsupportedMediaTypeError(request.content_type)
    return json_object(request.body)


def _is_json(request: Request) -> bool:
    kind = request.content_type
    if kind == "application/json" or kind.endswith("+json"):
        return True
    return kind in (*_RAW, "text/plain") and request.body.lstrip()[:1] == b"{"


def _top(request: Request) -> int:
    text = request.query.get("top", str(_DEFAULT_TOP))
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(_MOST_TOP)) and 1 <= int(text) <= _MOST_TOP):
        raise RequestError(f"Expected ?top= to be a whole number from 1 to {_MOST_TOP}, received {shown(text)}.")
    return int(text)
