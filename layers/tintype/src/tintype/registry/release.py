"""What is live: aliases, each with versions and their shares of the traffic."""

from __future__ import annotations

import json
from typing import NamedTuple

from tintype.errors import ManifestError
from tintype.manifest import FileEntry

PRODUCTION = "production"


class Release(NamedTuple):
    """One entry of the history.

    Attributes:
        sequence: 1 for a model's first release, rising by one.
        aliases: by name, such as ``"production"``: versions and their shares, which sum to 1.
        models: the model file of each live version, so that it can be fetched beside its manifest.
        who, when, why: for people; ``when`` is an ISO 8601 time in UTC.
    """

    sequence: int
    aliases: dict[str, dict[int, float]]
    models: dict[int, FileEntry]
    who: str = ""
    when: str = ""
    why: str = ""

    def versions(self) -> set[int]:
        """Return every version that some alias stands for."""
        return {version for shares in self.aliases.values() for version in shares}

    def live(self, alias: str = PRODUCTION) -> int | None:
        """Return the version with the largest share under ``alias``; None if there is no such alias."""
        shares = self.aliases.get(alias)
        return max(shares, key=lambda version: (shares[version], version)) if shares else None

    def to_json(self) -> bytes:
        """Return the document."""
        document = self._asdict() | {"models": {v: entry._asdict() for v, entry in self.models.items()}}
        return json.dumps(document, sort_keys=True, ensure_ascii=False, indent=1).encode()

    @classmethod
    def from_json(cls, data: bytes | bytearray) -> Release:
        """Read a document that :meth:`to_json` wrote.

        Raises:
            ManifestError: it is something else.
        """
        try:
            document = json.loads(data)
            return cls(
                int(document["sequence"]),
                {
                    alias: {int(version): float(share) for version, share in shares.items()}
                    for alias, shares in document["aliases"].items()
                },
                {int(version): FileEntry(**entry) for version, entry in document["models"].items()},
                *(document.get(field, "") for field in ("who", "when", "why")),
            )
        except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as error:
            raise ManifestError("release", "the documented fields", f"{type(error).__name__}: {error}") from error
