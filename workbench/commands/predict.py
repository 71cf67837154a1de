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

    from workbench.calling import Answer, Caller
    from workbench.references import Reference


class NoImagesError(WorkbenchError):
    """Nothing to ask about."""


def find(paths: Iterable[Path]) -> list[Path]:
    """Return the files, and in place of each folder the images below it.

    Raises:
        NoImagesError: a folder has none.
    """
    return [image for path in paths for image in ([path] if path.is_file() else _below(path))]


def answers(
    caller: Caller, model: Reference, images: list[Path], top: int, threads: int, output: Path | None = None
) -> Iterator[dict[str, Any]]:
    """Yield for each image, in order, its ``file``, ``status``, ``milliseconds``, and ``answer`` or ``error``.

    Where the model's task answers with a file, ``answer`` says what it is (``media_type``, ``bytes``), and with a
    folder for it where it was written (``output``).

    Args:
        caller: calls the API.
        model: which version is asked.
        images: the files.
        top: how many candidates each answer lists.
        threads: how many calls at once.
        output: the folder for files that the model makes; made if it is not there.

    Raises:
        UnreachableError: nothing answers there.
    """
    if output:
        output.mkdir(parents=True, exist_ok=True)

    def ask(path: Path) -> dict[str, Any]:
        answer = caller.predict(model.path, path.read_bytes(), top)
        said = {"error": answer.error} if answer.error else {"answer": _said(answer, path, output)}
        return {"file": str(path), "status": answer.status, "milliseconds": round(answer.milliseconds, 1), **said}

    with ThreadPoolExecutor(threads) as pool:
        yield from pool.map(ask, images)


def _said(answer: Answer, path: Path, output: Path | None) -> Any:  # noqa: ANN401 -- what JSON has
    kind = answer.headers.get("content-type", "")
    if not kind.startswith("image/"):
        return answer.document()
    about = {"version": int(answer.headers["x-tintype-version"]), "media_type": kind, "bytes": len(answer.body)}
    if output is None:
        return about
    file = output / f"{path.stem}.{kind.removeprefix('image/').replace('jpeg', 'jpg')}"
    file.write_bytes(answer.body)
    return {**about, "output": str(file)}


def render(found: Iterable[dict[str, Any]]) -> Table:
    """Return a table of :func:`answers`."""
    table = printing.columns("file", "answer", "score", "version", "ms", numbers=["score", "version", "ms"])
    for each in found:
        answer, milliseconds = each.get("answer"), f"{each['milliseconds']:.0f}"
        if answer is None:
            table.add_row(each["file"], f"[red]{each['status']}[/red] {each['error']}", "", "", milliseconds)
        else:
            score = f"{answer['score']:.4f}" if "score" in answer else ""
            file = answer.get("output") or f"{answer.get('media_type', '')}, see --output"
            said = answer.get("label") or answer.get("task") or file
            table.add_row(each["file"], str(said), score, str(answer.get("version", "")), milliseconds)
    return table


def _below(folder: Path) -> list[Path]:
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS)
    if not found:
        raise NoImagesError(f"images ({', '.join(ENDINGS)}) below {folder}", "none", "Name others.")
    return found
