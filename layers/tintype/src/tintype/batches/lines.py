"""A block's results as JSON lines (https://jsonlines.org), one for each image, and what they come to."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from tintype.errors import InferenceError, RequestError
from tintype.serving.pipeline import identity, predict
from tintype.tasks import Parameters

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tintype.serving.model import Model


def line(key: str, image: bytes | RequestError, model: Model, top: int, max_pixels: int) -> dict[str, Any]:
    """Return an image's line: ``key``, ``status``, ``model``, ``version``, ``digest``, and ``result`` or ``error``."""
    about = {**identity(model), "digest": f"sha256:{model.manifest.digest}"}
    try:
        if isinstance(image, RequestError):
            raise image
        made = predict(model, image, Parameters(top), max_pixels).document
    except (RequestError, InferenceError) as error:
        said = {"type": type(error).__name__, "status": error.status, "message": str(error)}
        return {"key": key, "status": "failed", **about, "error": said}
    return {"key": key, "status": "done", **about, "result": made}


def encode(lines: Iterable[dict[str, Any]]) -> bytes:
    """Return the object's body."""
    return "".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in lines).encode()


def decode(body: bytes | bytearray) -> list[dict[str, Any]]:
    """Return the lines of an object's body."""
    return [json.loads(each) for each in body.split(b"\n") if each]


def summary(lines: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return ``count``, ``done``, ``failed``, ``errors`` by kind, and a histogram of ``labels``."""
    lines = list(lines)
    errors = Counter(each["error"]["type"] for each in lines if "error" in each)
    labels = Counter(each["result"]["label"] for each in lines if "label" in each.get("result", ()))
    failed = errors.total()
    return {
        "count": len(lines),
        "done": len(lines) - failed,
        "failed": failed,
        "errors": dict(errors.most_common()),
        "labels": dict(labels.most_common()),
    }
