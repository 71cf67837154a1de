"""The figures of a campaign, in Markdown."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.machine import facts

if TYPE_CHECKING:
    from benchmarks.fuzzing.campaign import Outcome

_NOTE = """\
`make fuzz` writes this file. Each try is an event of API Gateway, drawn from a seed of its own: methods, paths,
headers, queries and bodies of every dialect, right ones and damaged ones, answered by `tintype.http.answer` in one
process over the test models. A try is a finding when the call raises, is answered with 5xx, an error without
`{"error"}`, a word that only the code's own trouble has, a bucket's name, a header that is no printable ASCII or with
what Lambda cannot send, or takes two seconds of processor time."""


def markdown(outcome: Outcome, seed: int) -> str:
    """Return the figures as a page."""
    milliseconds, slowest = outcome.slowest
    before, after = outcome.memory
    rows = [
        ("tries", f"{outcome.tries:,}, seeds from {seed}"),
        ("findings", f"{outcome.faulty:,}"),
        ("tries a second", f"{outcome.tries / outcome.seconds:,.0f}"),
        ("slowest, ms of processor time", f"{milliseconds:.0f} (seed {slowest})"),
        ("RSS after 10,000 tries and at the end, MB", f"{before:.0f}, {after:.0f}"),
    ]
    statuses = [(str(status), f"{count:,}") for status, count in outcome.statuses.items()]
    machine = [f"- {name}: {value}" for name, value in facts(Path(sys.executable)).items() if name in _FACTS]
    found = [f"```\n{found.what}\n{again(found.seed)}\n```" for found in outcome.findings]
    parts = ["# Fuzzing results", _NOTE, _table(("", ""), rows), _table(("status", "tries"), statuses), *found]
    return "\n\n".join([*parts, "\n".join(machine)]) + "\n"


def again(seed: int) -> str:
    """Return the command that makes a call again."""
    return f"python -m benchmarks.fuzzing --seed {seed} --tries 1"


_FACTS = ("date", "processors", "system", "python", "pillow", "ai-edge-litert")


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [heads, ("---", "---:"), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
