"""POST /v1/images:compress: an image in, the same image in fewer bytes out."""

from __future__ import annotations

from math import isinf
from typing import TYPE_CHECKING, Any

from tintype.compressing import compress
from tintype.compressing.formats import AVIF, FORMATS
from tintype.compressing.wishes import read
from tintype.http import single
from tintype.http.accept import accepted, negotiate
from tintype.http.codecs import to_base64
from tintype.http.response import Response, server_timing
from tintype.tasks.parameters import JSON
from tintype.tasks.reading import described

if TYPE_CHECKING:
    from tintype.compressing import Compressed
    from tintype.compressing.candidate import Candidate
    from tintype.http.request import Request
    from tintype.serving import Service

_OFFERED = (*FORMATS, JSON)


def answer(request: Request, service: Service) -> Response:
    """Answer with the smallest file, or with a document that has it.

    Raises:
        RequestError: what was sent cannot be answered; see ``tintype.errors``.
    """
    header = request.headers.get("accept", "")
    kind = negotiate(header, _OFFERED)
    wishes = read(request.query, _formats(header))
    data = single.read(request, service)
    made = compress(data, wishes, service.settings.max_pixels)
    body = made.best.data if made.best else data
    media_type = made.best.media_type if made.best else f"image/{made.picture.kind.lower()}"
    headers = {**_figures(made, len(data)), **server_timing(made.timings)}
    if kind == JSON:
        return Response(200, _document(made, data, body, media_type), headers)
    return Response(200, body, {"Content-Type": media_type, **headers})


def _formats(header: str) -> tuple[str, ...]:
    """Return who takes part: AVIF takes so long that it has to be accepted by its own name."""
    found = accepted(header, tuple(kind for kind in FORMATS if kind != AVIF or AVIF in header.lower()))
    return found or tuple(kind for kind in FORMATS if kind != AVIF)  # of who wants a document


def _figures(made: Compressed, received: int) -> dict[str, str]:
    headers = {"X-Tintype-Received-Bytes": str(received)}
    if made.best is None:
        return headers | {"X-Tintype-Unchanged": "true"}
    figures = {"Quality": str(made.best.quality), "Ssim": f"{made.similarity:.4f}"}
    if not isinf(made.best.psnr):
        figures["Psnr"] = f"{made.best.psnr:.2f}"
    return headers | {f"X-Tintype-{name}": value for name, value in figures.items()}


def _document(made: Compressed, data: bytes, body: bytes, media_type: str) -> dict[str, Any]:
    found = _described(made.best) if made.best else {"media_type": media_type, "bytes": len(body)}
    return {
        "image": described(made.picture) | {"bytes": len(data)},
        "unchanged": made.best is None,
        "output": {**found, "ssim": round(made.similarity, 4), "b64": to_base64(body)},
        "tried": [_described(candidate) for candidate in made.tried],
    }


def _described(candidate: Candidate) -> dict[str, Any]:
    """Return what is said of a file; ``psnr`` is null where no pixel differs."""
    return {
        "media_type": candidate.media_type,
        "bytes": len(candidate.data),
        "quality": candidate.quality,
        "psnr": None if isinf(candidate.psnr) else round(candidate.psnr, 2),
    }
