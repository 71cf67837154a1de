"""POST :predict: an image's raw bytes, several images in a form or in JSON, or TensorFlow Serving's JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tintype.errors import EmptyBodyError, ImagesError, RequestError, UnsupportedMediaTypeError, shown
from tintype.http.accept import negotiate
from tintype.http.request import json_object
from tintype.http.tfserving import instances
from tintype.serving.authorship import author
from tintype.serving.pipeline import document
from tintype.serving.pipeline import predict as answer
from tintype.tasks import Parameters, Timings, media_types
from tintype.tasks.parameters import DEFAULT_TOP, JSON, MOST_TOP

if TYPE_CHECKING:
    from tintype.http.images import Image
    from tintype.http.request import Request
    from tintype.serving import Served, Service

_RAW = ("", "application/octet-stream", "application/x-www-form-urlencoded", "binary/octet-stream")
_FORMS = ("multipart/form-data", "multipart/mixed")
_ROWS = ("instances", "inputs")


class Prediction(NamedTuple):
    """The document or file for the caller, how long the model took for all of its images, what answered, and its type.

    What answered is what was asked, unless the image is a learned codec's file; see ``tintype.serving.authorship``.
    """

    document: Any
    timings: Timings
    served: Served
    media_type: str = JSON


def check(request: Request) -> None:
    """Refuse, before a model is loaded for it, a body that no model could answer.

    Raises:
        EmptyBodyError, UnsupportedMediaTypeError: see ``tintype.errors``.
    """
    if not request.body:
        raise EmptyBodyError
    kind = request.content_type
    if not (kind in (*_RAW, *_FORMS) or kind.startswith("image/") or _is_json(request)):
        raise UnsupportedMediaTypeError(kind)


def predict(request: Request, served: Served, service: Service) -> Prediction:
    """Answer a request that :func:`check` let pass.

    Raises:
        RequestError: what was sent cannot be answered; see ``tintype.errors``.
        InferenceError: the runtime failed.
        RegistryError: the version that wrote a learned codec's file cannot be served.
    """
    top = candidates(request.query)  # also where nothing uses it: a mistake is not passed over in silence
    if is_form(request):
        return _form(request, served, service)
    if _is_json(request):
        body = json_object(request.body)
        if "images" in body:
            return _images(body, request, served, service)
        if "upload" in body:
            return _upload(body, request, served, service)
        return Prediction(*instances.predict(body, served.model, service.settings.max_pixels), served)
    return _one(request.body, top, request, served, service)


def _one(image: bytes, top: int, request: Request, served: Served, service: Service) -> Prediction:
    served = author(service, served, image)
    model, options = served.model, _options(request)
    kind = negotiate(request.headers.get("accept", ""), media_types(model.manifest, image, options))
    made = answer(model, image, Parameters(top, kind, options), service.settings.max_pixels)
    if made.body is not None and kind != JSON:
        return Prediction(made.body, made.timings, served, made.media_type)
    return Prediction(document(model, made), made.timings, served)


def _upload(body: dict[str, Any], request: Request, served: Served, service: Service) -> Prediction:
    from tintype.http import references

    if beside := body.keys() - {"upload", "top"}:
        raise RequestError(f'Expected "upload", with "top" at most, received {shown(sorted(beside))} beside it.')
    image = references.read(body["upload"], request, service)
    return _one(bytes(image), candidates(request.query | _told(body)), request, served, service)


def _told(body: dict[str, Any]) -> dict[str, str]:
    return {"top": repr(whole(body["top"]))} if "top" in body else {}


def _form(request: Request, served: Served, service: Service) -> Prediction:
    from tintype.http import form

    images, fields = form.read(request)
    return _several(images, candidates(request.query | fields), request, served, service)


def _images(body: dict[str, Any], request: Request, served: Served, service: Service) -> Prediction:
    from tintype.http.images import listed

    if beside := [name for name in _ROWS if name in body]:
        raise ImagesError(f'"images" beside {shown(beside)}')
    top = candidates(request.query | _told(body))
    return _several(listed(body["images"], request, service), top, request, served, service)


def _several(images: list[Image], top: int, request: Request, served: Served, service: Service) -> Prediction:
    from tintype.http.images import answer as several

    negotiate(request.headers.get("accept", ""), (JSON,))
    return Prediction(*several(images, served, Parameters(top, JSON, _options(request)), service), served)


def _options(request: Request) -> dict[str, str]:
    return {name: value for name, value in request.query.items() if name != "top"}


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


def is_form(request: Request) -> bool:
    """Say whether the body has parts."""
    return request.content_type in _FORMS


def is_image(request: Request) -> bool:
    """Say whether the body is one image's raw bytes."""
    return not is_form(request) and not _is_json(request)


def _is_json(request: Request) -> bool:
    kind = request.content_type
    if kind == "application/json" or kind.endswith("+json"):
        return True
    return kind in (*_RAW, "text/plain") and request.body.lstrip()[:1] == b"{"


def whole(value: Any) -> Any:  # noqa: ANN401 -- whatever JSON holds
    """Return a number without a fraction as an integer, as JSON Schema has it: 5.0 is 5."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def candidates(given: dict[str, str]) -> int:
    """Return how many candidates are asked for.

    Raises:
        RequestError: it is no number, or one out of bounds.
    """
    text = given.get("top", str(DEFAULT_TOP))
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(MOST_TOP)) and 1 <= int(text) <= MOST_TOP):
        raise RequestError(f"Expected top to be a whole number from 1 to {MOST_TOP}, received {shown(text)}.")
    return int(text)
