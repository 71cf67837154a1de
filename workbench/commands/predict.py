"""`tintype predict`: images answered by the API, several at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from training.loaders.folders import ENDINGS
from workbench import printing
from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from rich.table import Table

    from workbench.calling import Caller
    from workbench.references import Reference


class NoImagesError(WorkbenchError):
    """Nothing to ask about."""


def find(paths: Iterable[Path]) -> list[Path]:
    """Return the files, and in place of each folder the images below it.

    Raises:
        NoImagesError: a folder has none.
    """
    return [image for path in paths for image in ([path] if path.is_file() else _below(path))]


def answers(caller: Caller, model: Reference, images: list[Path], top: int, threads: int) -> Iterator[dict[str, Any]]:
    """Yield for each image, in order, its ``file``, ``status``, ``milliseconds``, and ``answer`` or ``error``.

    Args:
        caller: calls the API.
        model: which version is asked.
        images: the files.
        top: how many candidates each answer lists.
        threads: how many calls at once.

    Raises:
        UnreachableError: nothing answers there.
    """

    def ask(path: Path) -> dict[str, Any]:
        answer = caller.predict(model.path, path.read_bytes(), top)
        said = {"error": answer.error} if answer.error else {"answer": answer.document()}
        return {"file": str(path), "status": answer.status, "milliseconds": round(answer.milliseconds, 1), **said}

    with ThreadPoolExecutor(threads) as pool:
        yield from pool.map(ask, images)


def render(found: Iterable[dict[str, Any]]) -> Table:
    """Return a table of :func:`answers`."""
    table = printing.columns("file", "answer", "score", "version", "ms", numbers=["score", "version", "ms"])
    for each in found:
        answer, milliseconds = each.get("answer"), f"{each['milliseconds']:.0f}"
        if answer is None:
            table.add_row(each["file"], f"[red]{each['status']}[/red] {each['error']}", "", "", milliseconds)
        else:
            score = f"{answer['score']:.4f}" if "score" in answer else ""
            said = answer.get("label", answer.get("task", ""))
            table.add_row(each["file"], str(said), score, str(answer.get("version", "")), milliseconds)
    return table


def _below(folder: Path) -> list[Path]:
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS)
    if not found:
        raise NoImagesError(f"images ({', '.join(ENDINGS)}) below {folder}", "none", "Name others.")
    return found
