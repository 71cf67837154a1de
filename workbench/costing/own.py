"""Prices of one's own, from a file: another region's, or what was agreed on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tintype.batches.pricing import LIST, Prices
from workbench.costing.errors import CostError

if TYPE_CHECKING:
    from pathlib import Path

_MEND = f"Write a JSON object with some of {', '.join(Prices._fields)}: each in dollars for one."


def prices(file: Path | None) -> Prices:
    """Return the list prices, with those of a file in their place.

    Args:
        file: a JSON object of fields of ``Prices``; None for the list prices.

    Raises:
        CostError: it is something else.
    """
    if file is None:
        return LIST
    try:
        document = json.loads(file.read_text())
    except (OSError, ValueError) as error:
        raise CostError(f"prices in {file}", f"{type(error).__name__}: {error}", _MEND) from error
    if not isinstance(document, dict) or not document.keys() <= set(Prices._fields):
        unknown = sorted(document.keys() - set(Prices._fields)) if isinstance(document, dict) else document
        raise CostError(f"prices in {file}", repr(unknown), _MEND)
    wrong = {name: value for name, value in document.items() if not _is_price(value)}
    if wrong:
        raise CostError(f"prices of at least 0 in {file}", repr(wrong), _MEND)
    return LIST._replace(**document)


def _is_price(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < float("inf")
