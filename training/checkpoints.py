"""A job's state on disk, so that one which is interrupted goes on where it was.

A checkpoint is one file, ``step-<number>.npz`` (NumPy arrays, without pickle). SageMaker copies the folder
``/opt/ml/checkpoints`` to S3 file by file while the job runs, and back before it starts again: one file is there
whole or not at all.
"""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from training.errors import CheckpointError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

KEPT = 2
"""How many checkpoints stay: the newest, and the one before it in case the newest is damaged."""

_NOTES = "notes"


class Checkpoint(NamedTuple):
    """What training goes on from.

    Attributes:
        step: how many steps were done.
        arrays: variables by name.
        notes: everything else, as JSON has it.
    """

    step: int
    arrays: dict[str, NDArray[Any]]
    notes: dict[str, Any]


class Checkpoints:
    """A folder of checkpoints of one job.

    Args:
        folder: made when something is written.
        job: what has to be the same for a checkpoint to be this job's, by name (settings, the data's digest).
        writing: whether this host writes any.
    """

    def __init__(self, folder: Path, job: dict[str, Any], *, writing: bool = True) -> None:
        self._folder, self._job, self._writing = folder, job, writing

    def save(self, checkpoint: Checkpoint) -> None:
        """Write a checkpoint, then remove all but the newest :data:`KEPT`."""
        if not self._writing:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        notes = json.dumps({"job": self._job, "step": checkpoint.step, **checkpoint.notes}).encode()
        path = self._folder / f"step-{checkpoint.step:09d}.npz"
        partial = path.with_suffix(".partial")
        with partial.open("wb") as file:
            np.savez(file, **{_NOTES: np.frombuffer(notes, np.uint8), **checkpoint.arrays})  # type: ignore[arg-type]
        partial.replace(path)
        for old in self._files()[KEPT:]:
            old.unlink(missing_ok=True)

    def newest(self) -> Checkpoint | None:
        """Return the newest checkpoint that can be read, or None.

        Raises:
            CheckpointError: it is another job's.
        """
        for path in self._files():
            checkpoint = _read(path)
            if checkpoint is not None:
                self._check(checkpoint.notes.pop("job"), path)
                return checkpoint
        return None

    def _files(self) -> list[Path]:
        return sorted(self._folder.glob("step-*.npz"), reverse=True)

    def _check(self, theirs: dict[str, Any], path: Path) -> None:
        ours = json.loads(json.dumps(self._job))
        differ = [name for name in {**ours, **theirs} if ours.get(name) != theirs.get(name)]
        if differ:
            raise CheckpointError(
                f"checkpoints of this job in {path.parent}",
                "another job's, with " + ", ".join(f"{name}={theirs.get(name)!r}" for name in sorted(differ)),
                "Give each job a folder of its own, or empty this one.",
            )


def _read(path: Path) -> Checkpoint | None:
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
    except (OSError, ValueError, zipfile.BadZipFile, EOFError):
        return None  # cut short on its way; the one before it is as good, but a little older
    notes = json.loads(arrays.pop(_NOTES).tobytes())
    return Checkpoint(notes.pop("step"), arrays, notes)
