"""`tintype promote`, `canary`, `shadow` and `rollback`: each is one more entry of a model's history."""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from tintype import registry
from tintype.registry.committing import PointerBehindWarning
from tintype.registry.pointing import newest
from workbench.commands.gate import admit
from workbench.errors import USAGE, WorkbenchError
from workbench.identity import who
from workbench.printing import say
from workbench.references import named, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tintype.registry import Release
    from workbench.context import Context

_ALL = 100.0


class ShareError(WorkbenchError):
    """What should be a share of the traffic is none."""

    exit_code = USAGE


class Said(NamedTuple):
    """What is said of a change: to which alias, and why."""

    alias: str
    why: str


def promote(context: Context, version: str, said: Said, *, data: str, force: bool) -> Release:
    """Give an alias's traffic to a version that the gate lets pass.

    Args:
        context: the deployment.
        version: as in ``digits@3``, or ``digits@staging``.
        said: the alias, and why.
        data: the gate's held-out set; empty for the policy's, or the published one.
        force: promote it although the gate refuses; the history keeps that.

    Raises:
        GateRefusedError: a bound of the policy does not hold.
        ReleaseConflictError: somebody released while the gate compared with what was live before.
        TintypeError: what the registry refuses, see ``tintype.registry.promote``.
    """
    bucket = context.registry()
    name, number = named(bucket, version)
    seen = newest(bucket, name)[0].sequence
    notes = admit(context, name, number, said.alias, data=data, force=force)
    with _told():
        return registry.promote(
            bucket, name, number, alias=said.alias, who=who(context), why=said.why, notes=notes, after=seen
        )


def canary(context: Context, version: str, share: str, said: Said) -> Release:
    """Give a share of an alias's traffic to a version.

    Raises:
        ShareError: no share such as ``10%``.
        TintypeError: what the registry refuses, see ``tintype.registry.canary``.
    """
    bucket = context.registry()
    name, number = named(bucket, version)
    with _told():
        return registry.canary(bucket, name, number, share_of(share), alias=said.alias, who=who(context), why=said.why)


def shadow(context: Context, version: str, said: Said, *, off: bool) -> Release:
    """Let a version be asked beside an alias, or, with ``off``, no version any more.

    Raises:
        TintypeError: what the registry refuses, see ``tintype.registry.shadow``.
    """
    bucket = context.registry()
    name, number = (parse(version).name, 0) if off else named(bucket, version)
    with _told():
        return registry.shadow(bucket, name, number, alias=said.alias, who=who(context), why=said.why)


def rollback(context: Context, name: str, said: Said, *, to: int | None, entry: int | None) -> Release:
    """Take an alias back to what it stood for before its newest version came, to a version, or to an entry.

    Raises:
        TintypeError: what the registry refuses, see ``tintype.registry.rollback``.
    """
    with _told():
        return registry.rollback(
            context.registry(), parse(name).name, said.alias, to, sequence=entry, who=who(context), why=said.why
        )


def share_of(written: str) -> float:
    """Read a share such as ``10%`` or ``0.1``.

    Raises:
        ShareError: it is none.
    """
    number, percent = written.strip(), written.strip().endswith("%")
    try:
        share = float(number.removesuffix("%")) / (_ALL if percent else 1)
    except ValueError:
        share = -1.0
    if not 0 <= share < 1:
        raise ShareError(
            "a share of the traffic such as 10% or 0.1, below all of it",
            repr(written),
            "`promote` gives a version all.",
        )
    return share


@contextmanager
def _told() -> Iterator[None]:
    """Say on stderr what the registry warns of."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", PointerBehindWarning)
        yield
    for each in caught:
        say(f"warning: {each.message}")
