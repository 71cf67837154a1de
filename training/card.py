"""The model card: what a classifier is for, what it learnt from, how good it is, and what may be done with it.

Its sections are those of Mitchell et al., Model Cards for Model Reporting, 2019 (https://arxiv.org/abs/1810.03993), as
far as a training job knows them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tintype.statistics import wilson

if TYPE_CHECKING:
    from collections.abc import Iterator

    from training.report import Findings

README = "README.md"
"""What a data set's folder says about itself."""

_SOME_LABELS = 12
_MOST_CHARACTERS = 20_000


def about(data: str) -> str:
    """Return what a data set's folder says about itself; an empty text where it says nothing, or is no folder."""
    path = Path(data) / README
    return path.read_text(encoding="utf-8", errors="replace")[:_MOST_CHARACTERS] if path.is_file() else ""


def card(findings: Findings, source: str, notice: str = "") -> str:
    """Return the card in Markdown.

    Args:
        findings: what the report is about, too.
        source: what the data set says about itself.
        notice: the licence of the weights that it started from.
    """
    parts = (_use(findings), _data(findings, source), _figures(findings), _start(findings.lineage, notice))
    return "\n".join(line for part in parts for line in part)


def _use(findings: Findings) -> Iterator[str]:
    labels, how = findings.test.names, findings.lineage["hyperparameters"]
    more = f" and {len(labels) - _SOME_LABELS:,} more" if len(labels) > _SOME_LABELS else ""
    yield f"# {findings.name}\n"
    yield f"It tells {len(labels):,} labels apart: {', '.join(labels[:_SOME_LABELS])}{more}. An image that shows"
    yield "none of them gets one of them all the same.\n"
    yield f"An image becomes {how['width']} x {how['height']} pixels ({how['resize']}), {how['mode']}. The network is"
    yield f"`{how['network']}`.\n"


def _data(findings: Findings, source: str) -> Iterator[str]:
    metrics = findings.metrics
    yield "## Data\n"
    yield f"{metrics['train_images']:,} images to learn from, {metrics['test_images']:,} others to be measured on;"
    yield f"SHA-256 `{findings.lineage['data']['digest']}`.\n"
    if source:
        yield "What the data set says about itself:\n"
        yield from (f"> {line}".rstrip() for line in source.strip().splitlines())
    else:
        yield f"Origin and licence of the images: not stated (there was no {README} beside them)."
    yield ""


def _figures(findings: Findings) -> Iterator[str]:
    count, accuracy = findings.metrics["test_images"], findings.metrics["accuracy"]
    low, high = wilson(round(accuracy * count), count)
    yield "## Measured\n"
    yield f"{accuracy:.2%} of {count:,} test images are answered rightly (95 %: {low:.1%} to {high:.1%}), by the"
    yield "file as served.\n"
    yield "| label | precision | recall | images |\n| --- | ---: | ---: | ---: |"
    for name, it in findings.evaluation.per_label(findings.test.names).items():
        yield f"| {name.replace('|', '/')} | {it['precision']:.3f} | {it['recall']:.3f} | {it['images']:,} |"
    yield ""


def _start(lineage: dict[str, Any], notice: str) -> Iterator[str]:
    start = lineage.get("pretrained")
    if not start:
        return
    yield "## What it started from\n"
    yield f"- Weights: {start['origin']}; SHA-256 `{start['sha256']}`"
    yield f"- Licence of these weights, of which this model is a derivative: {start['licence']}\n"
    if notice:
        yield f"```\n{notice.strip()}\n```\n"
