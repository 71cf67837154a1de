"""A block's results as JSON lines (https://jsonlines.org), one for each image, and what they come to."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from tintype.errors import InferenceError, RequestError
from tintype.serving.pipeline import identity, predict
from tintype.tasks import Parameters
from tintype.tasks.keeping import kept
from tintype.uploads.answers import answer_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tintype.batches.events import Block, Item
    from tintype.s3 import Bucket
    from tintype.serving.model import Model


def line(
    item: Item, image: bytes | RequestError, model: Model, block: Block, results: Bucket, max_pixels: int
) -> dict[str, Any]:
    """Return an image's line; the file that a task makes is written beside the block, and ``output.key`` names it.

    Returns:
        ``key``, ``etag`` (where it is known), ``status``, ``model``, ``version``, ``digest``, and ``result`` or
        ``error``.
    """
    which = {"key": item.key, "etag": item.etag} if item.etag else {"key": item.key}
    about = {**identity(model), "digest": f"sha256:{model.manifest.digest}"}
    try:
        if isinstance(image, RequestError):
            raise image
        result = predict(model, image, Parameters(block.asked.top), max_pixels)
        made = kept(result, results, f"{block.out_prefix}files/{answer_name(image, model.manifest, block.asked.top)}")
    except (RequestError, InferenceError) as error:
        return {**which, "status": "failed", **about, "error": error.described()}
    return {**which, "status": "done", **about, "result": made}


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
