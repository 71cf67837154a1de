"""What is live of a model at one moment, and what answers of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tintype.registry import Release
    from tintype.serving.model import Model
    from tintype.serving.service import Service
    from tintype.serving.traffic import Sticky


class Served(NamedTuple):
    """A model that may answer now.

    Attributes:
        model: the version.
        load_seconds: how long the call had to wait for it; 0 when it was there.
        problem: why it is not the newest version, or how old this knowledge is; empty when all is well.
    """

    model: Model
    load_seconds: float
    problem: str


class Shadowed(NamedTuple):
    """A call that is to be handed to another version.

    Attributes:
        model: what answers; it notes its runs.
        alias: what was asked for.
        version: what is to run on the same inputs.
    """

    model: Model
    alias: str
    version: int


class Resolved(NamedTuple):
    """What is live of a model at one moment, and what of it was asked for.

    Attributes:
        service: whose models these are.
        name, version, label: see ``Service.model``.
        release: what is live.
        problem: why that may be old.
    """

    service: Service
    name: str
    version: int | None
    label: str
    release: Release
    problem: str

    def served(self, sticky: Sticky | None = None) -> Served:
        """Return the version that answers one call; see ``Service.model``."""
        return self.service.served(self, sticky)

    def each(self) -> list[tuple[Served, float]]:
        """Return what answers for each version that has a share, and the share, the numbers rising."""
        shares = self.release.aliases.get(self.label)
        if self.version is not None or not shares:
            return [(self.served(), 1.0)]
        return [(self.service.answering(self, version), shares[version]) for version in sorted(shares)]
