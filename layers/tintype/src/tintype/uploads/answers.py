"""Answers named after all that they follow from, so that an equal image is not run a second time."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from tintype.errors import ObjectNotFoundError
from tintype.fingerprint import fingerprint
from tintype.s3.once import write_once

if TYPE_CHECKING:
    from collections.abc import Callable

    from tintype.manifest import Manifest
    from tintype.s3 import Bucket


def answer_name(image: bytes | bytearray, manifest: Manifest, top: int) -> str:
    """Return the name of the answer to an image, whoever asks and whatever the image is called.

    It is the fingerprint of the image's SHA-256, the model file's, what the manifest makes of both (runtime,
    task, tensors, preprocessing, labels, options), and the parameters. The model's name and version are not in it:
    another version with the same file and labels gives the same answer, unless it writes its number into it.
    """
    said = {
        "image": sha256(image).hexdigest(),
        "model": manifest.digest,
        "reading": [manifest.runtime, manifest.task, manifest.inputs, manifest.outputs],
        "preprocessing": manifest.preprocessing,
        "labels": manifest.labels,
        "options": manifest.options,
        "parameters": {"top": top},
    }
    if manifest.task == "compression":
        said["writer"] = [manifest.name, manifest.version]
    return fingerprint(said)


def answer_key(name: str) -> str:
    """Return where the answer of this name lies."""
    return f"answers/{name}.json"


def found_or_made(results: Bucket, key: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Return the answer at ``key``; where there is none, make it and write it.

    Of two workers that make it at once the first one's counts for both.

    Raises:
        StorageUnavailableError, ConflictError, AccessDeniedError: see ``tintype.errors``.
    """
    try:
        standing: dict[str, Any] = json.loads(results.get(key).body)
    except ObjectNotFoundError:
        answer = make()
    else:
        return standing
    body = json.dumps(answer, ensure_ascii=False, indent=1).encode()
    other = write_once(results, key, body, "application/json")
    return json.loads(other.body) if other else answer
