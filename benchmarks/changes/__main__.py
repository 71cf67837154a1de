"""Change the live version twenty times under load: `python -m benchmarks.changes`; writes results.md beside it."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.changes.running import CHANGES, CLIENTS, Figures, run
from benchmarks.changes.stack import ENVIRONMENTS, IMAGE, serving
from benchmarks.machine import facts

RESULTS = Path(__file__).parent / "results.md"
USUAL = 10.0


def main() -> int:
    """Run, print and, at the usual refresh, keep it; exit with 1 where a call failed or was answered too late."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.changes", description=__doc__)
    parser.add_argument("--refresh", type=float, default=USUAL, help="RefreshSeconds; other than usual writes nothing")
    refresh = parser.parse_args().refresh
    with tempfile.TemporaryDirectory() as home, serving(Path(home), refresh, CHANGES // 2 + 1) as served:
        figures = run(served.stack, served.registry, served.versions, IMAGE, refresh + 0.5)
    text = markdown(figures, refresh, facts(Path(sys.executable)))
    print(text)
    if refresh == USUAL:
        RESULTS.write_text(text, encoding="utf-8")
    return 1 if figures.failed or figures.latest > refresh else 0


def markdown(figures: Figures, refresh: float, machine: dict[str, str]) -> str:
    """Return the report."""
    rows = {
        "calls": f"{figures.calls:,}",
        "failed": str(figures.failed),
        "promotions and rollbacks": str(figures.changes),
        "versions that answered": str(figures.versions),
        "longest that a version answered after it was replaced": f"{figures.latest:.2f} s",
        "seconds": f"{figures.seconds:.0f}",
        "resident memory of all environments before": f"{figures.before:.1f} MB",
        "and after": f"{figures.after:.1f} MB",
    }
    lines = [f"| {name} | {value} |" for name, value in rows.items()]
    about = (
        f"{CLIENTS} clients without a pause, {ENVIRONMENTS} environments of the local stack, "
        f"RefreshSeconds {refresh:g}, counted on the clients' side; {machine['date']}, {machine['processors']}."
    )
    return "\n".join(
        ["# Changes of version under load", "", about, "", "| what | figure |", "| --- | --- |", *lines, ""]
    )


if __name__ == "__main__":
    sys.exit(main())
