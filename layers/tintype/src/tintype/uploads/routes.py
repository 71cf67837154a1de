"""The routing document, as of a few seconds ago."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tintype.errors import ObjectNotFoundError, RegistryUnavailableError, StorageError
from tintype.uploads.routing import parse

if TYPE_CHECKING:
    from tintype.s3 import Bucket
    from tintype.uploads.routing import Rule

KEY = "routes.json"


class Routes:
    """The rules in the registry's bucket, asked for again when the last look is older than ``seconds``."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._rules: tuple[Rule, ...] | None = None
        self._etag = ""
        self._looked = 0.0

    def newest(self, bucket: Bucket) -> tuple[Rule, ...]:
        """Return the rules; none where there is no document.

        When S3 does not answer, those that are known count. A document that cannot be read is another matter: until it
        is mended nobody knows what its writer meant, and an answer that is written stays.

        Raises:
            RegistryUnavailableError: S3 did not answer, and never has.
            RoutesError: the document cannot be read.
        """
        if self._rules is None or not 0 <= time.time() - self._looked < self._seconds:
            self._look(bucket)
        if self._rules is None:
            raise RegistryUnavailableError("routes.json could not be read")
        return self._rules

    def _look(self, bucket: Bucket) -> None:
        try:
            found = bucket.get(KEY, etag=self._etag)
        except ObjectNotFoundError:
            self._rules, self._etag = (), ""
        except StorageError as error:
            if self._rules is None:
                raise RegistryUnavailableError(str(error)) from error
        else:
            if found.modified:
                self._rules, self._etag = None, ""
                self._rules, self._etag = parse(found.body), found.etag
        self._looked = time.time()
