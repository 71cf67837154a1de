"""`tintype predict`: images answered by the API, several at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple

from tintype.tasks import keeping
from training.loaders.folders import ENDINGS
from workbench import printing
from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from rich.table import Table

    from workbench.calling import Answer, Caller
    from workbench.references import Reference


_KINDS = {f".{ending}": kind for kind, ending in keeping.ENDINGS.items()} | {".jpeg": "image/jpeg"}


class Wishes(NamedTuple):
    """What is wished of each answer.

    Attributes:
        top: how many candidates it lists.
        output: where files that the model makes go: a folder, which is made, or of one image a file, whose ending is
            that of the format that is wanted.
        quality: of these files, 1 to 100.
    """

    top: int = 5
    output: Path | None = None
    quality: int | None = None

    def accept(self, images: int) -> str:
        """Return the media type that the answers to so many images are to have; empty for the usual one."""
        is_file = images == 1 and self.output and not self.output.is_dir()
        return _KINDS.get(self.output.suffix.lower(), "") if self.output and is_file else ""


class NoImagesError(WorkbenchError):
    """Nothing to ask about."""


def find(paths: Iterable[Path]) -> list[Path]:
    """Return the files, and in place of each folder the images below it.

    Raises:
        NoImagesError: a folder has none.
    """
    return [image for path in paths for image in ([path] if path.is_file() else _below(path))]


def answers(
    caller: Caller, model: Reference, images: list[Path], wishes: Wishes, threads: int
) -> Iterator[dict[str, Any]]:
    """Yield for each image, in order, its ``file``, ``status``, ``milliseconds``, and ``answer`` or ``error``.

    Where the model's task answers with a file, ``answer`` says what it is (``media_type``, ``bytes``), and with a
    place for it where it was written (``output``).

    Args:
        caller: calls the API.
        model: which version is asked.
        images: the files.
        wishes: what is wished of each.
        threads: how many calls at once.

    Raises:
        UnreachableError: nothing answers there.
    """
    accept, output = wishes.accept(len(images)), wishes.output
    if output:
        (output.parent if accept else output).mkdir(parents=True, exist_ok=True)

    def ask(path: Path) -> dict[str, Any]:
        answer = caller.predict(model.path, path.read_bytes(), wishes.top, accept, wishes.quality)
        place = output / path.stem if output and not accept else output
        said = {"error": answer.error} if answer.error else {"answer": _said(answer, place, given=bool(accept))}
        return {"file": str(path), "status": answer.status, "milliseconds": round(answer.milliseconds, 1), **said}

    with ThreadPoolExecutor(threads) as pool:
        yield from pool.map(ask, images)


def _said(answer: Answer, place: Path | None, *, given: bool) -> Any:  # noqa: ANN401 -- what JSON has
    kind = answer.headers.get("content-type", "")
    if not kind.startswith("image/"):
        return answer.document()
    about = {"version": int(answer.headers["x-tintype-version"]), "media_type": kind, "bytes": len(answer.body)}
    if place is None:
        return about
    file = place if given else place.with_name(f"{place.name}.{keeping.ENDINGS.get(kind, 'bin')}")
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
