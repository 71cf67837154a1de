"""What is live: aliases, each with versions and their shares of the traffic."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from tintype.errors import FormatError, ManifestError
from tintype.manifest import FileEntry

PRODUCTION = "production"

FORMAT = 2
"""A release's own format. 1 (which does not say so) knew no shadows, and not what a release had changed."""


class Release(NamedTuple):
    """One entry of the history.

    Attributes:
        sequence: 1 for a model's first release, rising by one.
        aliases: by name, such as ``"production"``: versions and their shares, which sum to 1.
        models: the model file of each live version, so that it can be fetched beside its manifest.
        who, when, why: for people; ``when`` is an ISO 8601 time in UTC.
        shadows: by alias: the version that is asked as well, and whose answers nobody gets.
        action: what was done: ``"promote"``, ``"canary"``, ``"shadow"`` or ``"rollback"``; empty in format 1.
        alias: to which alias; empty in format 1.
        before: the alias's versions and shares before.
        shadow_before: the alias's shadow before; 0 for none.
        restores: for a rollback, the entry whose traffic it brought back; 0 for none.
        notes: what else belongs to it, such as a gate's result; JSON.
    """

    sequence: int
    aliases: dict[str, dict[int, float]]
    models: dict[int, FileEntry]
    who: str = ""
    when: str = ""
    why: str = ""
    shadows: dict[str, int] = {}  # noqa: RUF012 -- never changed
    action: str = ""
    alias: str = ""
    before: dict[int, float] = {}  # noqa: RUF012 -- never changed
    shadow_before: int = 0
    restores: int = 0
    notes: dict[str, Any] = {}  # noqa: RUF012 -- never changed

    def versions(self) -> set[int]:
        """Return every version that some alias stands for or is shadowed by."""
        return {version for shares in self.aliases.values() for version in shares}.union(self.shadows.values())

    def live(self, alias: str = PRODUCTION) -> int | None:
        """Return the version with the largest share under ``alias``; None if there is no such alias."""
        shares = self.aliases.get(alias)
        return max(shares, key=lambda version: (shares[version], version)) if shares else None

    def choose(self, alias: str, point: float) -> int | None:
        """Return the version that answers at ``point`` of an alias's traffic; None if there is no such alias.

        Args:
            alias: such as ``"production"``.
            point: from 0 up to, but not including, 1. The versions lie side by side in rising order, each as wide as
                its share, so that a point keeps its version while shares do not change.
        """
        shares, end = self.aliases.get(alias, {}), 0.0
        for version in sorted(shares):
            end += shares[version]
            if point < end:
                return version
        return self.live(alias)  # the shares' sum is 1 but for its rounding

    def to_json(self) -> bytes:
        """Return the document."""
        models = {version: entry._asdict() for version, entry in self.models.items()}
        document = {"format": FORMAT} | self._asdict() | {"models": models}
        return json.dumps(document, sort_keys=True, ensure_ascii=False, indent=1).encode()

    @classmethod
    def from_json(cls, data: bytes | bytearray) -> Release:
        """Read a document that :meth:`to_json` wrote, now or in an older format.

        Raises:
            FormatError: it is of a newer format.
            ManifestError: it is something else.
        """
        try:
            document = json.loads(data)
            if (received := document.get("format", 1)) not in range(1, FORMAT + 1):
                raise FormatError("release", FORMAT, received)
            return cls(
                sequence=int(document["sequence"]),
                aliases={alias: _shares(shares) for alias, shares in document["aliases"].items()},
                models={int(version): FileEntry(**entry) for version, entry in document["models"].items()},
                who=document.get("who", ""),
                when=document.get("when", ""),
                why=document.get("why", ""),
                shadows={alias: int(version) for alias, version in document.get("shadows", {}).items()},
                action=document.get("action", ""),
                alias=document.get("alias", ""),
                before=_shares(document.get("before", {})),
                shadow_before=int(document.get("shadow_before", 0)),
                restores=int(document.get("restores", 0)),
                notes=dict(document.get("notes", {})),
            )
        except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as error:
            raise ManifestError("release", "the documented fields", f"{type(error).__name__}: {error}") from error


def _shares(document: dict[str, float]) -> dict[int, float]:
    return {int(version): float(share) for version, share in document.items()}
