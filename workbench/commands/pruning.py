"""`tintype prune`: which versions nobody needs any more, and, when told so, their end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from rich.console import Group

from tintype.errors import ModelNotFoundError
from tintype.registry.collecting import collect, plan
from tintype.registry.moments import write
from tintype.registry.reading import list_versions
from tintype.registry.retention import Retention
from workbench.identity import who
from workbench.printing import columns

if TYPE_CHECKING:
    from rich.console import RenderableType

    from workbench.context import Context


class Policy(NamedTuple):
    """What stays beside what is live, tagged or new: the last versions, and what was live in so many days.

    Versions of compression models stay as well, unless ``codecs`` says that they may go.
    """

    last: int
    days: float
    codecs: bool = False


def prune(context: Context, name: str, policy: Policy, *, really: bool) -> dict[str, Any]:
    """Return what would be collected or, if it ``really`` was, what has been.

    Raises:
        ModelNotFoundError: there are no versions of this name.
        TintypeError: see ``tintype.registry.collecting``.
    """
    bucket = context.registry()
    if not list_versions(bucket, name):
        raise ModelNotFoundError(name)
    since = write(datetime.now(UTC) - timedelta(days=policy.days))
    planned = plan(bucket, name, Retention(policy.last, since, policy.codecs))
    found = {
        "model": name,
        "kept": planned.kept,
        "collected": list(planned.collected),
        "files": len(planned.files),
        "bytes": sum(planned.files.values()),
        "done": really,
    }
    if really:
        why = f"kept: the last {policy.last}, live within {policy.days:g} days, tagged"
        done = collect(bucket, planned, who=who(context), why=why)
        found |= {"collected": done.versions, "files": done.files, "bytes": done.bytes}
    return found


def render(found: dict[str, Any]) -> RenderableType:
    """Return :func:`prune` for people."""
    done, files = found["done"], found["files"]
    verb = "deleted" if done else "would be deleted; --yes does it"
    room = f"{files:,} {'file' if files == 1 else 'files'}, {found['bytes']:,} bytes, {verb}"
    said = room if found["collected"] or files else "nothing to collect"
    table = columns("version", "", "why", numbers=["version"])
    states = {version: ("kept", "; ".join(why)) for version, why in found["kept"].items()}
    states |= dict.fromkeys(found["collected"], ("collected" if done else "goes", ""))
    for version in sorted(states):
        table.add_row(str(version), *states[version])
    return Group(f"{found['model']}: {said}", table)
