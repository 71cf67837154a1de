"""Names for labels that a data set only numbers: from the job's settings, or from ``labels.txt`` beside the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from training.errors import DatasetError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from training.dataset import Split

FILE = "labels.txt"


def named(split: Split, names: Sequence[str], folders: Sequence[Path]) -> Split:
    """Return the data set with its labels' names.

    Args:
        split: whose labels may be numbers.
        names: in the order of the labels; none: those in the first ``labels.txt`` of the folders, one a line.
        folders: of the data set.

    Raises:
        DatasetError: not one name for each label, one twice, or others than the data itself has.
    """
    told = tuple(names) or _written(folders)
    own = split.train.names
    if not told:
        return split
    if len(told) != len(own) or len(set(told)) != len(told):
        raise DatasetError(f"{len(own)} names, one for each label", ", ".join(told), "Name each label once, in order.")
    if not all(name.isdecimal() for name in own) and told != own:
        raise DatasetError(
            f"the labels' names as the data has them: {', '.join(own)}", ", ".join(told), "Leave them out."
        )
    return split.named(told)


def _written(folders: Sequence[Path]) -> tuple[str, ...]:
    files = [folder / FILE for folder in folders if (folder / FILE).is_file()]
    return tuple(filter(None, files[0].read_text(encoding="utf-8").splitlines())) if files else ()
