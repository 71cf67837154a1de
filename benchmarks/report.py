"""The figures: for people on the terminal and in Markdown, for programs in JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from rich.table import Table

from benchmarks.plan import ColdTable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from benchmarks.batches.measuring import Way
    from benchmarks.cold import Cold
    from benchmarks.goals import Goal
    from benchmarks.plan import WarmTable
    from benchmarks.protocols.measuring import Protocol
    from benchmarks.warm import Warm

COLD_HEADS = ("handler", "ms", "fastest", "/ empty", "CPU ms", "RSS MB", "starts")
WARM_HEADS = ("handler", "p50 ms", "p99 ms", "above empty", "CPU ms", "RSS MB", "calls")
PROTOCOL_HEADS = ("protocol", "body kB", "p50 ms", "bare ms", "above bare", "/ bare", "calls")
PROTOCOL_NOTE = """\
`python -m benchmarks.protocols`, a part of `make bench`, writes this file. One process of the deployed build answers
the same pixels in each protocol in turn, from API Gateway's event to the response, logs and metrics included; each
call comes right after a bare run of the same network on a tensor that is there. "Above bare" and "/ bare" are the
medians of the differences and of the quotients of these pairs. Only they compare between machines. The body is what
the event carries, in base64. Images are decoded and scaled beside the run; the JPEG is of 1600 x 1200 pixels. `infer`
is the Open Inference Protocol's; `b64` and nested numbers are TensorFlow Serving's."""
BATCH_HEADS = ("way", "images/s", "CPU ms", "/ bare", "images", "rounds")
BATCH_WAYS = {
    "bare": "decode and run, in memory",
    "block": "one block: read, decode, run, write",
    "blocks_of_one": "a block for each image",
    "calls": "a call of the API for each image",
}
BATCH_NOTE = """\
`python -m benchmarks.batches`, a part of `make bench`, writes this file. One process of the deployed build answers the
same images in each way in turn, round by round. "CPU ms" is the processor time of all its threads for an image, and
"/ bare" the median of its quotients by the bare loop's of the same round: only they compare between machines. The bare
loop has each image in memory and makes nothing of the outputs. A block reads every image from S3 and writes their
lines, logs and metrics included; S3 speaks TLS and takes 25 ms to the first byte, as on AWS. A call has its image in
the event. Photos are JPEG files of 640 x 480 pixels for a network of MobileNet's size. Digits are MNIST's PNG files of
300 bytes for the seed CNN: to decode and run one takes no longer than to ask S3 for anything (a signature, and an
answer to read over TLS), so that no block of so small images is near the bare loop."""
NOTE = """\
`make bench` writes this file. Each handler runs under AWS's Runtime Interface Emulator and answers the same image
rightly; handlers take turns, so that a busy moment of the machine hits all of them. A cold start lasts from starting
the emulator to the first answer, with the model fetched from S3 on the way; "/ empty" is the median of the quotients
of each round. Only ratios compare between machines. `tintype` is the deployed build with its logs and metrics;
`straightforward` is boto3, Powertools, Pillow, NumPy and LiteRT's Interpreter; `tensorflow` (keras and boto3) runs on
Python 3.11, the workspace's. "S3 as on AWS" speaks TLS and takes 25 ms to the first byte and then 90 MB/s a
connection; otherwise S3 is moto on loopback."""


class Grid(NamedTuple):
    """A table as text."""

    title: str
    heads: Sequence[str]
    rows: Sequence[tuple[str, ...]]


def grid(table: ColdTable | WarmTable) -> Grid:
    """Return a table of measurements as text."""
    if isinstance(table, ColdTable):
        return Grid(table.title, COLD_HEADS, [_cold_row(name, row) for name, row in table.rows.items()])
    return Grid(table.title, WARM_HEADS, [_warm_row(name, row) for name, row in table.rows.items()])


def goal_grid(goals: Sequence[Goal]) -> Grid:
    """Return the goals as text."""
    rows = [(g.what, f"≤ {g.limit:g}", f"{g.reached:.2f}", "yes" if g.met else "no") for g in goals]
    return Grid("Goals", ("goal", "limit", "reached", "met"), rows)


def protocol_grid(title: str, rows: Mapping[str, Protocol]) -> Grid:
    """Return the protocols' figures as text."""
    return Grid(title, PROTOCOL_HEADS, [_protocol_row(name, row) for name, row in rows.items()])


def batch_grid(name: str, rows: Mapping[str, Way]) -> Grid:
    """Return a model's figures as text."""
    return Grid(f"Blocks: {name}", BATCH_HEADS, [_batch_row(BATCH_WAYS[way], row) for way, row in rows.items()])


def terminal(source: Grid) -> Table:
    """Return a table for rich to print."""
    table = Table(title=source.title, title_justify="left")
    for index, head in enumerate(source.heads):
        table.add_column(head, justify="right" if index else "left")
    for row in source.rows:
        table.add_row(*row)
    return table


def write(path: Path, facts: Mapping[str, str], tables: Sequence[ColdTable | WarmTable], goals: Sequence[Goal]) -> None:
    """Write ``path`` with .md and .json appended."""
    write_page(path.with_suffix(".md"), NOTE, facts, [goal_grid(goals), *map(grid, tables)])
    document = {
        "machine": facts,
        "goals": [{**goal._asdict(), "met": goal.met} for goal in goals],
        "tables": {table.title: {name: row._asdict() for name, row in table.rows.items()} for table in tables},
    }
    path.with_suffix(".json").write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def write_page(path: Path, note: str, facts: Mapping[str, str], grids: Sequence[Grid]) -> None:
    """Write tables for people."""
    machine = [f"- {name}: {value}" for name, value in facts.items()]
    text = "\n\n".join(["# Benchmark results", note, *map(_markdown, grids), "## Machine\n", "\n".join(machine)])
    path.write_text(text + "\n", encoding="utf-8")


def _cold_row(name: str, row: Cold) -> tuple[str, ...]:
    times = (f"{row.milliseconds:.0f}", f"{row.fastest:.0f}", f"{row.ratio:.2f}", f"{row.cpu_milliseconds:.0f}")
    return (name, *times, f"{row.rss_megabytes:.0f}", str(row.rounds))


def _warm_row(name: str, row: Warm) -> tuple[str, ...]:
    times = (f"{row.p50:.3f}", f"{row.p99:.3f}", f"{row.above_empty:.3f}", f"{row.cpu_milliseconds:.2f}")
    return (name, *times, f"{row.rss_megabytes:.0f}", f"{row.calls:,}")


def _protocol_row(name: str, row: Protocol) -> tuple[str, ...]:
    times = (f"{row.p50:.2f}", f"{row.bare:.2f}", f"{row.above_bare:.2f}", f"{row.ratio:.2f}")
    return (name, f"{row.kilobytes:,.0f}", *times, str(row.calls))


def _batch_row(name: str, row: Way) -> tuple[str, ...]:
    figures = (f"{row.per_second:,.0f}", f"{row.cpu:.3f}", f"{row.ratio:.2f}")
    return (name, *figures, str(row.images), str(row.rounds))


def _markdown(source: Grid) -> str:
    lines = [source.heads, ("---", *("---:" for _ in source.heads[1:])), *source.rows]
    return f"## {source.title}\n\n" + "\n".join(f"| {' | '.join(line)} |" for line in lines)
