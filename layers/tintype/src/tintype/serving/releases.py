"""What is live, as of a few seconds ago."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tintype.errors import (
    ManifestError,
    ModelNotFoundError,
    RegistryError,
    RegistryUnavailableError,
    StorageError,
)
from tintype.registry import read_release
from tintype.registry.keys import is_name

if TYPE_CHECKING:
    from tintype.registry import Release
    from tintype.s3 import Bucket

_MOST_NAMES = 256  # that are remembered: callers choose names freely


class _Known:
    def __init__(self) -> None:
        self.release: Release | None = None
        self.etag = ""
        self.looked = 0.0
        self.error: RegistryError | None = None


class Releases:
    """The newest release of each model, asked for again when the last look is older than ``seconds``.

    A frozen container has no timer: the first call after the pause looks. The wall clock counts, for the
    monotonic one may stand still meanwhile.
    """

    def __init__(self, bucket: Bucket, seconds: float) -> None:
        self._bucket = bucket
        self._seconds = seconds
        self._known: dict[str, _Known] = {}

    def newest(self, name: str) -> tuple[Release, str]:
        """Return the release and, if S3 could not be asked just now, what went wrong.

        Raises:
            ModelNotFoundError: nothing is released under this name.
            RegistryUnavailableError: S3 did not answer, and never has about this model.
            ManifestError: the release cannot be read, and no earlier one is known.
        """
        if not is_name(name):
            raise ModelNotFoundError(name)
        known = self._known.setdefault(name, _Known())
        if not 0 <= time.time() - known.looked < self._seconds:
            self._look(name, known)
        if known.release is None:
            raise known.error or ModelNotFoundError(name)
        return known.release, f"{known.error} {known.error.detail}" if known.error else ""

    def forget(self, bucket: Bucket) -> None:
        """Look again at the next call, in this bucket, as after a snapshot was restored."""
        self._bucket = bucket
        for known in self._known.values():
            known.looked = 0.0

    def _look(self, name: str, known: _Known) -> None:
        if len(self._known) > _MOST_NAMES:
            self._known = {name: known}
        known.looked, known.error = time.time(), None
        try:
            release, known.etag = read_release(self._bucket, name, known.etag)
            known.release = release or known.release
        except ModelNotFoundError:
            known.release, known.etag = None, ""
        except StorageError as error:
            known.error = RegistryUnavailableError(str(error))
        except ManifestError as error:
            known.error = error
        if known.error and known.release is None:
            known.looked = 0.0  # nothing to fall back on: every call may try
