"""The model card: what a version is, where it comes from, what may be done with it, and how good it is.

Its sections are those of Mitchell et al., Model Cards for Model Reporting, 2019 (https://arxiv.org/abs/1810.03993), as
far as an import knows them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workbench.importing.provenance import Provenance

_SOME_LABELS = 8


def card(document: dict[str, Any], provenance: Provenance, labels: Sequence[str]) -> str:
    """Return the card as Markdown.

    Args:
        document: the report.
        provenance: where the model comes from.
        labels: all of them.
    """
    return "\n".join([*_head(document, provenance), *_use(document, labels), *_figures(document), *_notice(provenance)])


def _head(document: dict[str, Any], provenance: Provenance) -> Iterator[str]:
    yield f"# {document['name']}\n"
    yield f"- Task: {document['task']}"
    yield f"- Licence: {provenance.licence or 'not stated'}"
    yield f"- Origin: {provenance.origin or 'not stated'}"
    yield f"- Brought along as: {provenance.file} ({document['source']['kind']}), {provenance.size:,} bytes, "
    yield f"  SHA-256 `{provenance.sha256}`\n"


def _use(document: dict[str, Any], labels: Sequence[str]) -> Iterator[str]:
    how = document["preprocessing"]
    more = f" and {len(labels) - _SOME_LABELS:,} more" if len(labels) > _SOME_LABELS else ""
    yield "## Use\n"
    yield f"It tells {len(labels):,} labels apart: {', '.join(labels[:_SOME_LABELS])}{more}. An image that shows"
    yield "none of them gets one of them all the same.\n"
    yield f"An image becomes {how['width']} x {how['height']} pixels ({how['resize']}), {how['mode']}, {how['dtype']};"
    yield f"pixel * {_numbers(how['scale'])} + {_numbers(how['offset'])}. Found by: {how['found_by']}.\n"


def _figures(document: dict[str, Any]) -> Iterator[str]:
    measured = document["measured_on"]
    what = "answered rightly" if measured["measure"] == "accuracy" else "answered as by the original"
    yield "## Measured\n"
    yield f"On {measured['images']:,} images, through Tintype's own runtime on one thread. {document['policy']}\n"
    yield f"| precision | bytes | {what} | 95 % | largest difference | run ms | answer ms | load ms | MB | |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    for item in document["precisions"]:
        low, high = item["interval"]
        yield (
            f"| {item['precision']} | {item['size']:,} | {item['share']:.2%} | {low:.1%} to {high:.1%} "
            f"| {item['largest_difference']:g} | {item['run_ms']:.2f} | {item['answer_ms']:.2f} "
            f"| {item['load_ms']:.1f} | {item['memory_mb']:.1f} | {item['decision']} |"
        )
    for name, reason in document["not_made"].items():
        yield f"| {name} | | | | | | | | | {reason} |"
    yield ""


def _notice(provenance: Provenance) -> Iterator[str]:
    if provenance.notice:
        yield f"## Licence of the weights\n\n```\n{provenance.notice.strip()}\n```\n"


def _numbers(values: Sequence[float]) -> str:
    return ", ".join(f"{value:.6g}" for value in values) if len(values) == 1 else f"({', '.join(map(str, values))})"
