"""How a release is shown: to scripts as a document, to people as from what to what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tintype.registry.shares import text
from workbench.printing import show
from workbench.references import parse

if TYPE_CHECKING:
    from tintype.registry import Release


def report(model: str, release: Release, *, as_json: bool) -> None:
    """Print what a release has changed of a model, named as in ``digits`` or ``digits@3``."""
    name = parse(model).name
    show(document(name, release), lambda: sentence(name, release), as_json=as_json)


def document(name: str, release: Release) -> dict[str, Any]:
    """Return a release as the history shows it to scripts.

    Args:
        name: the model's.
        release: with what it has changed.
    """
    now = {"shares": release.aliases.get(release.alias, {}), "shadow": release.shadows.get(release.alias)}
    return {
        "model": name,
        "sequence": release.sequence,
        "when": release.when,
        "who": release.who,
        "why": release.why,
        "action": release.action,
        "alias": release.alias,
        "from": {"shares": release.before, "shadow": release.shadow_before or None},
        "to": now,
        "restores": release.restores or None,
        "notes": release.notes,
        "aliases": release.aliases,
        "shadows": release.shadows,
        "digests": {version: entry.sha256 for version, entry in release.models.items()},
    }


def sentence(name: str, release: Release) -> str:
    """Return in one line what a release has changed."""
    return f"{name}: {release.alias} {change(release)} (release {release.sequence})"


def change(release: Release) -> str:
    """Return from what to what a release has changed its alias: ``7 → 7 90 % + 8 10 %``."""
    before, after = text(release.before), text(release.aliases.get(release.alias, {}))
    shadow = release.shadows.get(release.alias, 0)
    parts = [f"{before} → {after}" if before != after else after]
    if shadow != release.shadow_before:
        parts.append(f"shadow {release.shadow_before or 'none'} → {shadow or 'none'}")
    return ", ".join(parts)
