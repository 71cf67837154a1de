"""How often answers are right: in all, and for each label."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tintype.statistics import wilson

if TYPE_CHECKING:
    from collections.abc import Sequence


def share(right: int, images: int) -> dict[str, Any]:
    """Return ``accuracy``, its 95 % ``interval`` (Wilson), and how many are ``right``."""
    return {"accuracy": right / images if images else 0.0, "interval": wilson(right, images), "right": right}


def by_label(truths: Sequence[str], said: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return for each label its recall with a 95 % interval, its precision, images, and most frequent mistake.

    Args:
        truths: the right labels.
        said: the answers, in the same order; empty where there is none.
    """
    rows = list(zip(truths, said, strict=True))
    return {label: _label(label, rows) for label in sorted(set(truths))}


def _label(label: str, rows: Sequence[tuple[str, str]]) -> dict[str, Any]:
    answered = [answer for truth, answer in rows if truth == label]
    claims = sum(answer == label for _, answer in rows)
    right, wrong = answered.count(label), [answer for answer in answered if answer not in {label, ""}]
    return {
        "recall": right / len(answered),
        "interval": wilson(right, len(answered)),
        "precision": right / claims if claims else 0.0,
        "images": len(answered),
        "mistaken_for": max(sorted(set(wrong)), key=wrong.count) if wrong else "",
    }
