"""Captured calls: what callers sent and what they got, kept for a while to compare versions and to find drift.

``captures/<model>/<version>/<date>/<digest>`` is the image, the same with ``.json`` the answer's document, which is
written last. An image that comes twice on a day is kept once.
"""

from __future__ import annotations

import json
import os
import time
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from tintype.errors import ObjectNotFoundError, StorageError
from tintype.observability import count, logger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tintype.s3 import Bucket
    from tintype.serving.watching import Seen
    from tintype.settings import Settings

ROOT = "captures/"
_PATIENCE = 60.0  # seconds, after S3 refused a write


class Captured(NamedTuple):
    """One captured call: its image file, and the document that answered it."""

    key: str
    image: bytes
    document: dict[str, object]


class Capturing:
    """Keeps a sample of what a container answers; what S3 refuses costs no caller an answer.

    Args:
        bucket: gives the registry's bucket, which changes when a snapshot is restored.
        settings: how many calls, and the largest image.
    """

    def __init__(self, bucket: Callable[[], Bucket], settings: Settings) -> None:
        self._bucket = bucket
        self._rate = settings.capture_rate
        self._most_bytes = settings.capture_max_bytes
        self._refused = 0.0

    def answered(self, seen: Seen) -> None:
        """Keep an answer, if chance wants it, and its image is not too large."""
        if not seen.is_image or len(seen.data) > self._most_bytes or not _drawn(self._rate):
            return
        now = time.time()
        if 0 <= now - self._refused < _PATIENCE:
            return
        try:
            self._write(seen, now)
        except StorageError as error:
            self._refused = now
            logger.warning("a call is not captured", model=seen.manifest.name, detail=str(error))
        else:
            count("CapturedCalls")

    def failed(self) -> None:
        """Keep nothing: there is no answer."""

    def _write(self, seen: Seen, now: float) -> None:
        manifest, moment = seen.manifest, time.gmtime(now)
        day = time.strftime("%Y-%m-%d", moment)
        key = f"{ROOT}{manifest.name}/{manifest.version}/{day}/{sha256(seen.data).hexdigest()}"
        document = {
            "model": manifest.name,
            "version": manifest.version,
            "when": time.strftime("%Y-%m-%dT%H:%M:%SZ", moment),
            "milliseconds": round(seen.seconds * 1000, 3),
            "label": seen.label,
            "answer": seen.document,
        }
        bucket = self._bucket()
        bucket.put(key, seen.data)
        bucket.put(f"{key}.json", json.dumps(document, ensure_ascii=False).encode(), content_type="application/json")


def read(bucket: Bucket, name: str, version: int, most: int) -> Iterator[Captured]:
    """Yield at most so many captured calls that a version answered, those of the newest day first.

    Raises:
        StorageUnavailableError: S3 did not answer.
    """
    documents = [key for key in bucket.list(f"{ROOT}{name}/{version}/") if key.endswith(".json")]
    documents.sort(key=lambda key: key.rsplit("/", 2)[1], reverse=True)
    for key in documents[:most]:
        image = key.removesuffix(".json")
        try:
            yield Captured(image, bytes(bucket.get(image).body), json.loads(bucket.get(key).body))
        except ObjectNotFoundError:
            continue  # expired meanwhile


def _drawn(rate: float) -> bool:
    return int.from_bytes(os.urandom(4)) < rate * 2**32
