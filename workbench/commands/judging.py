"""`tintype judge`: one round over running canaries, from a person's machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tintype.canary.rounds import act, trials
from tintype.registry import read_release
from tintype.registry.reading import list_models
from workbench.printing import columns

if TYPE_CHECKING:
    from rich.table import Table

    from tintype.s3 import Bucket

_DONE = {"wait": "wait", "widen": "widened", "promote": "promoted", "rollback": "rolled back"}


def judge(bucket: Bucket, model: str | None, *, dry_run: bool) -> list[dict[str, Any]]:
    """Judge canaries, act on the verdicts unless it is a dry run, and return what was found.

    Args:
        bucket: the registry's.
        model: whose canaries; None for every model's.
        dry_run: only look.

    Raises:
        ModelNotFoundError: nothing is released under the name.
        ReleaseConflictError: somebody released meanwhile.
        TintypeError: see ``tintype.canary.rounds``.
    """
    if model:
        read_release(bucket, model)
    found = []
    for name in [model] if model else list_models(bucket):
        for trial in trials(bucket, name):
            done = not dry_run and act(bucket, trial)
            found.append({**trial.to_document(), "done": done})
    return found


def render(found: list[dict[str, Any]], *, dry_run: bool) -> Table | str:
    """Return a table of what :func:`judge` gives; each figure is the canary's / production's."""
    if not found:
        return "no canary runs"
    names = ("canary", "share", "calls", "failed", "95 % (ms)", "other answers", "verdict", "why")
    table = columns(*names, numbers=names[1:6])
    for each in found:
        table.add_row(
            f"{each['model']}@{each['version']} ({each['alias']})",
            f"{each['share']:.0%}",
            *(f"{each[kind]['canary']:,} / {each[kind]['production']:,}" for kind in ("calls", "errors", "p95_ms")),
            f"{each['answer_difference']:.0%}",
            each["action"] if dry_run else _DONE[each["action"]] if each["done"] else "wait",
            each["why"],
        )
    return table
