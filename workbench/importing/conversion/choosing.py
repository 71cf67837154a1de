"""Which precision is published: the policy, in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from workbench.importing.errors import PrecisionError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from workbench.importing.conversion.candidate import Measured

LEAST_IMAGES = 50
"""On fewer images a loss of a few answers in a hundred cannot be seen, so int8 is not chosen on its own."""
EQUALLY_FAST = 1.1
"""Times the fastest's time to run: within it, the smaller file counts more."""
POLICY = (
    "Of the precisions that lose at most {tolerance:.1%} against float32, the fastest; of those within 10 % of its "
    "time, the smallest. int8 needs 50 images or more to be chosen."
)


class Choice(NamedTuple):
    """What was chosen, and for each precision why it was or was not."""

    chosen: str
    reasons: dict[str, str]


def choose(
    measured: Sequence[Measured], images: int, tolerance: float, wanted: str | None, failed: Mapping[str, str]
) -> Choice:
    """Choose a precision.

    Args:
        measured: the candidates, float32 (or the file as it was brought along) first.
        images: how many they were measured on.
        tolerance: how much of the first one's quality may be lost.
        wanted: what the owner asks for, if anything.
        failed: precisions that could not be made, and why.

    Raises:
        PrecisionError: what the owner asks for could not be made, or loses too much.
    """
    reasons = dict(failed) | {item.precision: _against(item, measured[0], images, tolerance) for item in measured}
    if wanted:
        return _wanted(wanted, measured, tolerance, reasons)
    eligible = [item for item in measured if not reasons[item.precision]]
    fastest = min(item.weight.run_ms for item in eligible)
    quick = [item for item in eligible if item.weight.run_ms <= fastest * EQUALLY_FAST]
    chosen = min(quick, key=lambda item: (item.size, item.weight.run_ms))
    for item in eligible:
        slower = item.weight.run_ms / chosen.weight.run_ms
        reasons[item.precision] = f"takes {slower:.2f} times as long" if item not in quick else "is as fast and larger"
    reasons[chosen.precision] = "chosen"
    return Choice(chosen.precision, reasons)


def _against(item: Measured, base: Measured, images: int, tolerance: float) -> str:
    lost = base.quality - item.quality
    if lost > tolerance:
        return f"loses {lost:.1%}, more than {tolerance:.1%}"
    if item is not base and item.precision.startswith("int8") and images < LEAST_IMAGES:
        return f"{images} images are too few to see what it loses"
    return ""


def _wanted(wanted: str, measured: Sequence[Measured], tolerance: float, reasons: dict[str, str]) -> Choice:
    found = next((item for item in measured if item.precision == wanted), None)
    if found is None:
        raise PrecisionError(
            f"a precision among {', '.join(item.precision for item in measured)}",
            f"{wanted}: {reasons.get(wanted, 'this source has none')}",
            "Leave --precision out to have the best.",
        )
    lost = measured[0].quality - found.quality
    if lost > tolerance:
        raise PrecisionError(
            f"{wanted} to lose at most {tolerance:.1%}",
            f"{lost:.1%}",
            "Raise --tolerance, or choose another precision.",
        )
    return Choice(
        wanted, {**{name: reason or "not asked for" for name, reason in reasons.items()}, wanted: "asked for"}
    )
