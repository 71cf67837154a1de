"""`tintype tag`: what people say of a version, which may change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tintype.registry.annotating import annotate, read_annotation
from workbench.identity import who
from workbench.printing import pairs
from workbench.references import parse, version_of

if TYPE_CHECKING:
    from rich.table import Table

    from workbench.context import Context


def tag(context: Context, version: str, add: list[str], remove: list[str], description: str | None) -> dict[str, Any]:
    """Change a version's tags and description, or change nothing, and return what is said of it now.

    Raises:
        TintypeError: see ``tintype.registry.annotating.annotate``.
    """
    bucket, reference = context.registry(), parse(version)
    number = version_of(bucket, reference)
    if add or remove or description is not None:
        said = annotate(
            bucket, reference.name, number, add=add, remove=remove, description=description, who=who(context)
        )
    else:
        said = read_annotation(bucket, reference.name, number)
    return {"model": reference.name, "version": number, **said._asdict()}


def render(found: dict[str, Any]) -> Table:
    """Return :func:`tag` for people."""
    said = [("tags", ", ".join(found["tags"]) or "none"), ("description", found["description"] or "none")]
    if found["when"]:
        said.append(("changed", f"{found['when']} by {found['who'] or 'somebody'}"))
    return pairs(said, title=f"{found['model']}, version {found['version']}")
