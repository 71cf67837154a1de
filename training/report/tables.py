"""Tables of figures, the confusion matrix, and nested facts, as HTML."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def headline(metrics: dict[str, Any]) -> str:
    """Return the figures of the whole test set, one a row."""
    return _table([], [(name.replace("_", " "), _figure(value)) for name, value in metrics.items()])


def per_label(labels: dict[str, dict[str, float]]) -> str:
    """Return a row for each label with its precision, recall, F1 and number of images."""
    columns = list(next(iter(labels.values())))
    return _table(["label", *columns], [(name, *map(_figure, row.values())) for name, row in labels.items()])


def confusion(counts: NDArray[np.int64], names: tuple[str, ...]) -> str:
    """Return the matrix; right answers and errors are coloured by their share of the true label's images."""
    head = "".join(f"<th>{escape(name)}</th>" for name in ("", *names))
    rows = []
    for truth, name in enumerate(names):
        total = max(1, int(counts[truth].sum()))
        cells = "".join(_cell(int(count), total, truth == answer) for answer, count in enumerate(counts[truth]))
        rows.append(f"<tr><th>{escape(name)}</th>{cells}</tr>")
    return f'<table class="confusion"><tr>{head}</tr>{"".join(rows)}</table>'


def nested(facts: dict[str, Any]) -> str:
    """Return facts, some of which have facts of their own, as one table with dotted names."""
    return _table([], [(name, str(value)) for name, value in _flat("", facts)], text=True)


def _flat(prefix: str, facts: dict[str, Any]) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for name, value in facts.items():
        found += _flat(f"{prefix}{name}.", value) if isinstance(value, dict) else [(f"{prefix}{name}", value)]
    return found


def _cell(count: int, total: int, right: bool) -> str:
    # Few errors shall still be seen: the colour grows with the square root of an error's share.
    part = count / total * 0.7 if right else (count / total) ** 0.5
    return f'<td class="{"right" if right else "wrong"}" style="--part:{part:.3f}">{count or ""}</td>'


def _table(head: list[str], rows: list[tuple[str, ...]], *, text: bool = False) -> str:
    kind = ' class="text"' if text else ""
    top = f"<tr>{''.join(f'<th>{escape(name)}</th>' for name in head)}</tr>" if head else ""
    body = "".join(
        f"<tr><th>{escape(name)}</th>{''.join(f'<td{kind}>{escape(cell)}</td>' for cell in cells)}</tr>"
        for name, *cells in rows
    )
    return f"<table>{top}{body}</table>"


def _figure(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:.4g}"
