"""Several images in one call: each is answered in its place, and none spoils the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tintype.errors import ImagesError, InferenceError, RequestError, TooManyImagesError, shown
from tintype.http import references
from tintype.http.request import decode_base64, json_kind
from tintype.observability import logger
from tintype.serving.authorship import author
from tintype.serving.pipeline import document, predict, total

if TYPE_CHECKING:
    from collections.abc import Callable

    from tintype.errors import TintypeError
    from tintype.http.request import Request
    from tintype.serving import Served, Service
    from tintype.tasks import Parameters, Result, Timings

    Source = Callable[[], bytes]

MOST = 256
"""How many images one call may bring."""


class Image(NamedTuple):
    """An image of a call: its name, empty without one, and what returns its file or raises a RequestError."""

    name: str
    read: Source


def listed(entries: object, request: Request, service: Service) -> list[Image]:
    """Return the images of a JSON document's ``images``.

    Raises:
        ImagesError: no list, an empty one, or an entry of another form than :func:`source` takes.
        TooManyImagesError: more than ``MOST``.
    """
    if not isinstance(entries, list) or not entries:
        raise ImagesError("an empty array" if entries == [] else f'"images" as {json_kind(entries)}')
    if len(entries) > MOST:
        raise TooManyImagesError(len(entries), MOST)
    return [Image("", source(entry, request, service)) for entry in entries]


def source(entry: object, request: Request, service: Service) -> Source:
    """Return what reads the image that an entry stands for: base64, in an object or alone, or an upload's key.

    Raises:
        ImagesError: it has another form.
    """
    kind, value = ("b64", entry) if isinstance(entry, str) else _pair(entry)
    if kind == "b64" and isinstance(value, str):
        return lambda: decode_base64(value, '"images"')
    if kind == "upload" and _is_key(value.get("key") if isinstance(value, dict) else value):
        return lambda: bytes(references.read(value, request, service))
    raise ImagesError(f"the entry {shown(entry)}")


def _pair(entry: object) -> tuple[str, Any]:
    return next(iter(entry.items())) if isinstance(entry, dict) and len(entry) == 1 else ("", None)


def _is_key(value: object) -> bool:
    return isinstance(value, str) and value != ""


def answer(
    images: list[Image], served: Served, parameters: Parameters, service: Service
) -> tuple[dict[str, Any], Timings]:
    """Return ``{"results": [...]}``, a document or an error for each image, and the time that all of them took."""
    results: list[dict[str, Any]] = []
    answers: list[Result] = []
    for image in images:
        result: dict[str, Any] = {"name": image.name} if image.name else {}
        try:
            data = image.read()
            served = service.again(served)
            model = author(service, served, data).model
            answered = predict(model, data, parameters, service.settings.max_pixels)
        except (RequestError, InferenceError) as error:
            result["error"] = _error(error)
        else:
            result |= document(model, answered)
            answers.append(answered)
        results.append(result)
    return {"results": results}, total(answers)


def _error(error: TintypeError) -> dict[str, Any]:
    if error.status >= 500:  # noqa: PLR2004 -- ours to mend
        logger.error(str(error), detail=error.detail, kind=type(error).__name__)
    return {"status": error.status, "message": str(error)}
