"""What a check says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from botocore.exceptions import BotoCoreError, ClientError

from tintype.errors import TintypeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

State = Literal["ok", "note", "wrong"]


class Finding(NamedTuple):
    """One thing that was looked at.

    Attributes:
        area: the machine, the credentials, the deployment.
        what: was looked at.
        state: right; worth knowing, but nothing is broken; or wrong.
        found: what there is.
        mend: what to do about it; empty where nothing is to be done.
    """

    area: str
    what: str
    state: State
    found: str
    mend: str = ""


def right(area: str, what: str, found: object) -> Finding:
    """Return that something is as it should be."""
    return Finding(area, what, "ok", str(found))


def note(area: str, what: str, found: object, mend: str) -> Finding:
    """Return that something is not as it could be."""
    return Finding(area, what, "note", str(found), mend)


def wrong(area: str, what: str, found: object, mend: str) -> Finding:
    """Return that something is broken."""
    return Finding(area, what, "wrong", str(found), mend)


def examine(checks: Iterable[Callable[[], Iterable[Finding]]]) -> Iterator[Finding]:
    """Yield what each check finds; one that cannot look is itself wrong."""
    for check in checks:
        try:
            yield from check()
        except (TintypeError, BotoCoreError, ClientError, OSError) as error:
            what = getattr(getattr(check, "func", check), "__name__", "check").replace("_", " ")
            yield wrong(
                "deployment", what, error, "See whether the message says it; `tintype --debug doctor` has more."
            )


def is_healthy(findings: Iterable[Finding]) -> bool:
    """Say whether nothing is wrong."""
    return all(finding.state != "wrong" for finding in findings)
