"""The policy's bounds: which of them a comparison breaks, and how each is mended."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tintype.registry.policy import GatePolicy
    from workbench.gate.comparing import Comparison


class Bound(NamedTuple):
    """One line of the gate's table; ``mend`` says what to do where it does not hold."""

    name: str
    asked: str
    found: str
    holds: bool
    mend: str


def bounds(found: Comparison, policy: GatePolicy) -> list[Bound]:
    """Return every bound of the policy that this comparison can be held against."""
    return [*_of_candidate(found, policy), *(_against_current(found, policy) if found.current else ())]


def _of_candidate(found: Comparison, policy: GatePolicy) -> Iterator[Bound]:
    yield Bound(
        "images",
        f"at least {policy.least_examples}",
        str(found.images),
        found.images >= policy.least_examples,
        "Give a larger set, or lower least_examples.",
    )
    accuracy = found.candidate.accuracy
    if accuracy is not None:
        yield Bound(
            "accuracy",
            f"at least {policy.least_accuracy:.2%}",
            f"{accuracy:.2%}",
            accuracy >= policy.least_accuracy,
            "Train on; the labels that it confuses are in its report.",
        )


def _against_current(found: Comparison, policy: GatePolicy) -> Iterator[Bound]:
    if found.difference is not None:
        yield Bound(
            "difference of accuracy",
            f"at least {policy.least_difference:+.2%}",
            f"{found.difference:+.2%}",
            found.difference >= policy.least_difference,
            "Train on, or look at the flips below.",
        )
        yield Bound(
            "loss by more than chance",
            f"p at least {policy.significance:g}",
            f"p {found.p:.3g}" + ("" if found.difference < 0 else ", no loss"),
            found.difference >= 0 or found.p >= policy.significance,
            "The loss is real: train on, or look at the flips below.",
        )
    flips = len(found.flips) / found.images
    yield Bound(
        "other labels than before",
        f"at most {policy.most_flips:.2%}",
        f"{flips:.2%}",
        flips <= policy.most_flips,
        "Look at the flips below: callers will see each of them. Raise most_flips if they are right.",
    )
    yield Bound(
        "latency",
        f"at most {policy.most_latency_ratio:g} times",
        f"{found.latency_ratio:.2f} times",
        found.latency_ratio <= policy.most_latency_ratio,
        "Use a smaller or a quantised network, or raise most_latency_ratio.",
    )
    size = found.candidate.size / found.current.size if found.current else 1.0
    yield Bound(
        "size",
        f"at most {policy.most_size_ratio:g} times",
        f"{size:.2f} times",
        size <= policy.most_size_ratio,
        "Use a smaller or a quantised network, or raise most_size_ratio.",
    )
