"""Where benchmarks find what is built, and where they write."""

from __future__ import annotations

from workbench.local.layout import PROJECT

WORK = PROJECT / ".tintype" / "bench"
"""Models, packages and logs, kept for the next run."""

HANDLERS = PROJECT / "benchmarks" / "handlers"
RESULTS = PROJECT / "benchmarks" / "results"
"""Without its suffix: .md for people, .json for programs."""

PROTOCOLS = PROJECT / "benchmarks" / "protocols.md"
"""What ``python -m benchmarks.protocols`` writes."""

BATCHES = PROJECT / "benchmarks" / "batches.md"
"""What ``python -m benchmarks.batches`` writes."""

TASKS = PROJECT / "benchmarks" / "tasks.md"
"""What ``python -m benchmarks.tasks`` writes."""

BUILD = PROJECT / ".aws-sam" / "build"
