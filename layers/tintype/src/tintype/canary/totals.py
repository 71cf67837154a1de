"""The sums of all containers' counters."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tintype.canary.tally import Tally
from tintype.errors import ObjectNotFoundError
from tintype.observability import logger
from tintype.registry import keys

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tintype.s3 import Bucket


def read(bucket: Bucket, name: str, sequences: Iterable[int], alias: str) -> dict[int, Tally]:
    """Return what each version's calls under an alias came to, while these releases were live.

    Raises:
        StorageUnavailableError: S3 did not answer.
    """
    totals: dict[int, Tally] = {}
    for sequence in sequences:
        for key in bucket.list(keys.counters(name, sequence)):
            for version, tally in _one(bucket, key, alias).items():
                totals.setdefault(version, Tally()).add(tally)
    return totals


def _one(bucket: Bucket, key: str, alias: str) -> dict[int, Tally]:
    try:
        document = json.loads(bucket.get(key).body).get(alias, {})
        return {int(version): Tally.from_document(tally) for version, tally in document.items()}
    except ObjectNotFoundError:  # expired meanwhile
        return {}
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        logger.warning("counters that cannot be read", key=key, detail=f"{type(error).__name__}: {error}")
        return {}
