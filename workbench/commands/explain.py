"""`tintype explain`: which pixels spoke for an answer, by the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from workbench import printing
from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from rich.table import Table

    from workbench.calling import Answer, Caller
    from workbench.references import Reference

_ROWS = _COLUMNS = 14
_SHADES = " .:-=+*#%@"


class NotExplainedError(WorkbenchError):
    """The API gives no explanation of this image by this model."""


def ask(caller: Caller, model: Reference, image: Path, wishes: Mapping[str, str]) -> dict[str, Any]:
    """Return the API's document: the label, its score, the heat map, its faithfulness.

    Args:
        caller: calls the API.
        model: which version is asked.
        image: the file.
        wishes: of ``label`` and ``method``; an empty one is none.

    Raises:
        NotExplainedError: the API says why there is none.
        UnreachableError: nothing answers there.
    """
    document: dict[str, Any] = _asked(caller, model, image, wishes, "application/json").document()
    return document


def draw(caller: Caller, model: Reference, image: Path, wishes: Mapping[str, str], output: Path) -> None:
    """Write the heat map, laid over the image, to a PNG file.

    Raises:
        NotExplainedError, UnreachableError: see :func:`ask`.
    """
    wanted = {**wishes, "view": "overlay", "faithfulness": "false"}
    output.write_bytes(_asked(caller, model, image, wanted, "image/png").body)


def render(found: Mapping[str, Any]) -> Table:
    """Return a table with the map drawn in letters: the denser, the more a place spoke for the label."""
    table = printing.columns("model", "version", "label", "score", "method", "deletion", "insertion", "heat")
    faithfulness = found.get("faithfulness") or {}
    figures = [f"{faithfulness[name]:.3f}" if name in faithfulness else "" for name in ("deletion", "insertion")]
    about = (found["model"], str(found["version"]), found["label"], f"{found['score']:.4f}", found["method"])
    table.add_row(*about, *figures, _letters(found["heat"]))
    return table


def _asked(caller: Caller, model: Reference, image: Path, wishes: Mapping[str, str], accept: str) -> Answer:
    query = urlencode({name: value for name, value in wishes.items() if value})
    headers = {"Content-Type": "application/octet-stream", "Accept": accept}
    answer = caller.call("POST", f"/v1/models/{model.path}:explain?{query}".rstrip("?"), image.read_bytes(), headers)
    if answer.error:
        raise NotExplainedError(f"an explanation of {image.name} by {model.path}", answer.error, "See --help.")
    return answer


def _letters(heat: Mapping[str, Any]) -> str:
    width, height, values = heat["width"], heat["height"], heat["values"]
    most = max(values, default=0.0)
    rows, columns = min(height, _ROWS), min(width, _COLUMNS)

    def shade(row: int, column: int) -> str:
        value = values[row * height // rows * width + column * width // columns]
        return _SHADES[min(len(_SHADES) - 1, int(max(0.0, value) / most * len(_SHADES)))] if most > 0 else " "

    return "\n".join("".join(shade(row, column) for column in range(columns)) for row in range(rows))
