"""`tintype list`: every model with its versions, what is live, and the last release."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tintype.errors import ModelNotFoundError
from tintype.registry import read_release
from tintype.registry.reading import list_models, list_versions
from workbench.printing import columns

if TYPE_CHECKING:
    from rich.table import Table

    from tintype.s3 import Bucket

_MOST_VERSIONS = 5


def overview(bucket: Bucket) -> list[dict[str, Any]]:
    """Return for each model its versions, its aliases with their shares, its shadows and its last release.

    Raises:
        StorageError: S3 refused, or did not answer.
    """
    return [_model(bucket, name) for name in list_models(bucket)]


def render(models: list[dict[str, Any]]) -> Table | str:
    """Return a table of :func:`overview`."""
    if not models:
        return "no models; `tintype train` makes one"
    table = columns("model", "versions", "live", "last release", "why")
    for model in models:
        last = model["last_release"]
        when = f"{last['when']} by {last['who'] or 'somebody'}" if last else ""
        table.add_row(model["name"], _versions(model["versions"]), live(model), when, last["why"] if last else "")
    return table


def live(model: dict[str, Any]) -> str:
    """Return what is live in words: ``production 2 (90 %), 3 (10 %); staging 3``."""
    said = [f"{alias} {_shares(shares)}" for alias, shares in sorted(model["aliases"].items())]
    said += [f"{alias} shadowed by {version}" for alias, version in sorted(model["shadows"].items())]
    return "; ".join(said) or "nothing"


def _model(bucket: Bucket, name: str) -> dict[str, Any]:
    found: dict[str, Any] = {"name": name, "versions": list_versions(bucket, name)}
    try:
        release, _ = read_release(bucket, name)
    except ModelNotFoundError:
        release = None
    if release is None:
        return found | {"aliases": {}, "shadows": {}, "last_release": None}
    last = {field: getattr(release, field) for field in ("sequence", "when", "who", "why", "action", "alias")}
    aliases = {alias: {str(v): share for v, share in shares.items()} for alias, shares in release.aliases.items()}
    return found | {"aliases": aliases, "shadows": release.shadows, "last_release": last}


def _versions(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[-_MOST_VERSIONS:]))
    return f"… {shown}" if len(numbers) > _MOST_VERSIONS else shown


def _shares(shares: dict[str, float]) -> str:
    if len(shares) == 1:
        return next(iter(shares))
    return ", ".join(
        f"{version} ({share * 100:g} %)" for version, share in sorted(shares.items(), key=lambda s: int(s[0]))
    )
