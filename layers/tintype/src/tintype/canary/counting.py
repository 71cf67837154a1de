"""A container's counters while a canary runs: kept in memory, written to the registry's bucket by the calls themselves.

Nothing runs after a response, so that a call which finds the last write old enough writes the sums of all calls so far.
"""

from __future__ import annotations

import json
import os
import time
from hashlib import sha256
from typing import TYPE_CHECKING

from tintype.canary.tally import Tally, bounded
from tintype.errors import StorageError
from tintype.observability import logger
from tintype.registry import keys

if TYPE_CHECKING:
    from collections.abc import Callable

    from tintype.registry import Release
    from tintype.s3 import Bucket
    from tintype.serving.watching import Seen

SECONDS = 5.0
"""How often a container writes, at most."""
_DIGITS = 16  # of a digest: 64 bits tell a few thousand images apart
_PATIENCE = 60.0  # seconds, after S3 refused a write


class Counters:
    """All counters of one container.

    Args:
        bucket: gives the registry's bucket, which changes when a snapshot is restored.
    """

    def __init__(self, bucket: Callable[[], Bucket]) -> None:
        self._bucket = bucket
        self._container = os.urandom(8).hex()
        self._releases: dict[str, _Counted] = {}

    def watch(self, name: str, release: Release, alias: str, version: int, labels: int) -> Watch:
        """Return what counts one version's calls under an alias.

        Args:
            name: the model's.
            release: what is live.
            alias: the one by which the call came.
            version: which of its versions answers.
            labels: how many the version has.
        """
        counted = self._releases.get(name)
        if counted is None or counted.sequence != release.sequence:
            counted = self._releases[name] = _Counted(name, release.sequence)
        tally = counted.tallies.setdefault(alias, {}).setdefault(version, Tally())
        return Watch(self, counted, tally, labels)

    def write(self, counted: _Counted) -> None:
        """Write one model's counters, unless that was done a moment ago; what S3 refuses is kept for the next time."""
        now = time.time()
        if counted.tried <= now < counted.due:
            return
        counted.tried, counted.due = now, now + SECONDS
        key = keys.counters(counted.name, counted.sequence, self._container)
        try:
            self._bucket().put(key, counted.to_json(), content_type="application/json")
        except StorageError as error:
            counted.due = now + _PATIENCE
            logger.warning("the canary's counters are not written", model=counted.name, detail=str(error))


class Watch:
    """Counts the calls that one version answers."""

    def __init__(self, counters: Counters, counted: _Counted, tally: Tally, labels: int) -> None:
        self._counters = counters
        self._counted = counted
        self._tally = tally
        self._labels = labels

    def answered(self, seen: Seen) -> None:
        """Count an answer."""
        digest = sha256(seen.data).hexdigest()[:_DIGITS]
        self._tally.answered(seen.seconds, digest, bounded(seen.label, self._labels))
        self._counters.write(self._counted)

    def failed(self) -> None:
        """Count a call that failed by the model's fault."""
        self._tally.failed()
        self._counters.write(self._counted)


class _Counted:
    """A model's counters under one release."""

    def __init__(self, name: str, sequence: int) -> None:
        self.name = name
        self.sequence = sequence
        self.tried = self.due = 0.0
        self.tallies: dict[str, dict[int, Tally]] = {}

    def to_json(self) -> bytes:
        document = {
            alias: {version: tally.to_document() for version, tally in versions.items()}
            for alias, versions in self.tallies.items()
        }
        return json.dumps(document).encode()
