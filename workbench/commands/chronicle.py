"""`tintype history`: what was live when, who wanted it, and what was before."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from rich.console import Group

from tintype.errors import StorageError, VersionNotFoundError
from tintype.registry.history import history, live_at
from tintype.registry.pointing import newest
from tintype.registry.shares import text
from workbench.commands.released import change, document
from workbench.errors import USAGE, WorkbenchError
from workbench.printing import columns

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

    from tintype.registry import Release
    from tintype.s3 import Bucket

T = TypeVar("T")


class MomentError(WorkbenchError):
    """What should be a time is none."""

    exit_code = USAGE


def releases(bucket: Bucket, name: str, alias: str = "") -> list[Release]:
    """Return a model's history, the oldest first; of one alias alone, if it is named.

    A pointer that lags behind the history is repaired, where this may be written.

    Raises:
        ModelNotFoundError: nothing was ever released under this name.
        VersionNotFoundError: nor under this alias.
        ManifestError: an entry cannot be read, or is of a newer format.
    """
    found = history(bucket, name)
    with suppress(StorageError):
        newest(bucket, name)
    kept = [release for release in found if alias in ("", release.alias)]
    if not kept:
        raise VersionNotFoundError(name, f"labelled {alias!r}")
    return kept


def render(found: list[Release]) -> Table:
    """Return the history as a table, the newest first."""
    table = columns("", "when", "who", "action", "alias", "change", "why", "notes", numbers=[""])
    for release in reversed(found):
        said = (release.when, release.who, release.action, release.alias, change(release), release.why, _notes(release))
        table.add_row(str(release.sequence), *said)
    return table


def at(bucket: Bucket, name: str, written: str, alias: str = "") -> dict[str, Any]:
    """Return what was live at a time, under one alias if it is named; ``release`` is None before the first.

    Raises:
        MomentError: no time.
        ModelNotFoundError, ManifestError: see :func:`releases`.
    """
    moment = moment_of(written)
    release = live_at(bucket, name, moment)
    if release and alias:
        release = release._replace(aliases=_of(release.aliases, alias), shadows=_of(release.shadows, alias))
    return {"at": moment.isoformat(), "release": document(name, release) if release else None}


def render_at(found: dict[str, Any]) -> RenderableType:
    """Return :func:`at` for people."""
    release = found["release"]
    if release is None:
        return f"at {found['at']} nothing was live yet"
    title = f"{release['model']} at {found['at']}: release {release['sequence']} of {release['when']}"
    table = columns("alias", "versions", "shadow", "SHA-256")
    for alias, shares in release["aliases"].items():
        digests = "\n".join(f"{version}: {release['digests'].get(version, 'unknown')}" for version in shares)
        table.add_row(alias, text(shares), str(release["shadows"].get(alias, "")), digests)
    return Group(title, table)


def moment_of(written: str) -> datetime:
    """Read a time in ISO 8601; without a zone it is UTC, without an hour the day's beginning.

    Raises:
        MomentError: it is none.
    """
    try:
        found = datetime.fromisoformat(written.strip())
    except ValueError:
        raise MomentError(
            "a time in ISO 8601 such as 2026-11-01T12:00Z", repr(written), "UTC is meant without a zone."
        ) from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _of_the_gate(found: dict[str, Any]) -> str:
    if not found.get("passed"):
        return "gate refused" + ", forced" * bool(found.get("forced"))
    return "gate passed" if "candidate" in found else "gate had nothing to compare on"


def _of(mapping: dict[str, T], alias: str) -> dict[str, T]:
    return {alias: mapping[alias]} if alias in mapping else {}


def _notes(release: Release) -> str:
    notes = dict(release.notes)
    gate = notes.pop("gate", None)
    said = [f"restores {release.restores}"] if release.restores else []
    if isinstance(gate, dict):
        said.append(_of_the_gate(gate))
    return "; ".join(
        [*said, *(name if isinstance(value, dict | list) else f"{name}: {value}" for name, value in notes.items())]
    )
