"""The labels of a model's scores, in their order."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from workbench.importing.errors import InterfaceError, UnknownError

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.importing.options import Options
    from workbench.importing.sources.original import Original


def read_labels(path: Path) -> tuple[str, ...]:
    """Return the labels of a file: one a line, or a JSON list.

    Raises:
        UnknownError: it is neither, or a label is empty.
    """
    text = path.read_text(encoding="utf-8-sig")
    try:
        found = json.loads(text) if path.suffix == ".json" else text.splitlines()
    except ValueError as error:
        raise UnknownError("a JSON list of labels in --labels", str(error), "Mend it.") from error
    labels = tuple(str(label).strip() for label in found)
    while labels and not labels[-1]:
        labels = labels[:-1]
    if not isinstance(found, list) or not labels or not all(labels):
        raise UnknownError(
            "one label a line, or a JSON list of them, in --labels", f"{path} with something else", "Mend it."
        )
    return labels


def settle_labels(original: Original, options: Options) -> tuple[str, ...]:
    """Return the labels that the owner gives, else those that the file brought along.

    Raises:
        UnknownError: there are none.
        InterfaceError: there are more or fewer than scores.
    """
    labels = read_labels(options.labels) if options.labels else original.labels
    if not labels:
        raise UnknownError(
            f"--labels, for the model has {original.classes} scores without names", "none", "Give a file, one a line."
        )
    if len(labels) != original.classes:
        more = (
            " The model's first score may stand for the background: add a line for it."
            if original.classes - len(labels) == 1
            else ""
        )
        raise InterfaceError(
            f"{original.classes} labels, one for each score of the model", f"{len(labels)}", f"Mend --labels.{more}"
        )
    return labels
