"""The report as one HTML file that asks nobody for anything, stored with the version."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Any

from training.report import tables

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADS = ("precision", "bytes", "", "95 %", "largest difference", "run ms", "answer ms", "load ms", "MB", "decision")


def page(document: dict[str, Any], sample: bytes) -> str:
    """Return the page.

    Args:
        document: the report.
        sample: the golden sample's image, JPEG.
    """
    measured = document["measured_on"]
    template = Template(files(__package__).joinpath("page.html").read_text(encoding="utf-8"))
    return template.substitute(
        name=escape(document["name"]),
        summary=escape(
            f"Imported from {document['source']['file']} and published in {document['chosen']}; measured on "
            f"{measured['images']:,} images through Tintype's own runtime, on one thread."
        ),
        policy=escape(document["policy"]),
        precisions=_precisions(document),
        sample=b64encode(sample).decode(),
        facts=tables.nested({key: document[key] for key in ("source", "preprocessing", "classes", "softmax_added")}),
    )


def _precisions(document: dict[str, Any]) -> str:
    heads = (head or document["measured_on"]["measure"] for head in _HEADS)
    rows = [_row(_cells(item), item["precision"] == document["chosen"]) for item in document["precisions"]]
    rows += [_row([name, *[""] * (len(_HEADS) - 2), reason]) for name, reason in document["not_made"].items()]
    return f"<table><tr>{''.join(f'<th>{escape(head)}</th>' for head in heads)}</tr>{''.join(rows)}</table>"


def _row(cells: list[str], chosen: bool = False) -> str:
    first, *rest = map(escape, cells)
    kind = ' class="chosen"' if chosen else ""
    return f"<tr{kind}><th>{first}</th>{''.join(f'<td>{cell}</td>' for cell in rest)}</tr>"


def _cells(item: dict[str, Any]) -> list[str]:
    return [*_figures(item), item["decision"]]


def _figures(item: dict[str, Any]) -> Iterator[str]:
    low, high = item["interval"]
    yield item["precision"]
    yield f"{item['size']:,}"
    yield f"{item['share']:.2%}"
    yield f"{low:.1%} to {high:.1%}"
    yield f"{item['largest_difference']:g}"
    yield from (f"{item[name]:.2f}" for name in ("run_ms", "answer_ms", "load_ms", "memory_mb"))
