"""The verdict on a canary: from the counters of both versions and the policy to what happens next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tintype.statistics import binomial_tail, fisher, same_distribution, total_variation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tintype.canary.tally import Tally
    from tintype.registry.policy import CanaryPolicy

_TAIL = 0.05  # of production's calls are above its 95th percentile


class Verdict(NamedTuple):
    """What is to be done.

    Attributes:
        action: ``"wait"``, ``"widen"``, ``"promote"`` or ``"rollback"``.
        why: in words.
        share: the canary's from now on, 0 to 1.
        figures: what it follows from, for the history.
    """

    action: str
    why: str
    share: float
    figures: dict[str, Any]


def judge(canary: Tally, production: Tally, share: float, minutes: float, policy: CanaryPolicy) -> Verdict:
    """Compare the canary with production.

    What is wrong needs evidence (a p-value of at most ``policy.significance``), because the canary is looked at every
    minute; that nothing is wrong is believed after ``least_calls`` and ``least_minutes``.

    Args:
        canary: what its calls of this step came to.
        production: what those of the version came to that it would replace.
        share: the canary's of the traffic, 0 to 1.
        minutes: since the step began.
        policy: the bounds.
    """
    figures = compare(canary, production, share, minutes)
    problem = next(_problems(canary, production, policy), "")
    if problem:
        return Verdict("rollback", problem, 0.0, figures)
    fewest = min(canary.calls, production.calls)
    if fewest < policy.least_calls:
        if minutes < policy.most_minutes:
            return Verdict("wait", f"{fewest} of {policy.least_calls} calls", share, figures)
        why = f"{fewest} calls in {minutes:.0f} minutes, {policy.least_calls} are needed to judge it"
        return Verdict("rollback", why, 0.0, figures)
    if minutes < policy.least_minutes:
        return Verdict("wait", f"{minutes:.1f} of {policy.least_minutes:g} minutes", share, figures)
    following = next((step for step in policy.steps if step > share + 1e-9), 1.0)
    why = f"as good as production in {canary.calls} calls"
    return Verdict("promote" if following >= 1 else "widen", why, following, figures)


def compare(canary: Tally, production: Tally, share: float, minutes: float) -> dict[str, Any]:
    """Return the figures of both, for people and for the history."""
    return {
        "share": share,
        "minutes": round(minutes, 1),
        "calls": {"canary": canary.calls, "production": production.calls},
        "errors": {"canary": canary.errors, "production": production.errors},
        "p95_ms": {
            "canary": round(canary.quantile(1 - _TAIL) * 1000, 2),
            "production": round(production.quantile(1 - _TAIL) * 1000, 2),
        },
        "answer_difference": round(total_variation(canary.labels, production.labels), 4),
    }


def _problems(canary: Tally, production: Tally, policy: CanaryPolicy) -> Iterator[str]:
    rates = [tally.errors / max(1, tally.calls) for tally in (canary, production)]
    if rates[0] - rates[1] > policy.most_error_difference:
        p = fisher(canary.errors, canary.calls, production.errors, production.calls)
        if p <= policy.significance:
            yield f"{rates[0]:.2%} of its calls fail, {rates[1]:.2%} of production's (p {p:.2g})"
    if min(canary.calls, production.calls) < policy.least_calls:
        return  # production itself is not known well enough for the rest
    usual = production.quantile(1 - _TAIL)
    slow, answered = canary.slower(usual * policy.most_latency_ratio), canary.calls - canary.errors
    if answered and (p := binomial_tail(slow, answered, _TAIL)) <= policy.significance:
        yield (
            f"{slow / answered:.1%} of its calls take more than {policy.most_latency_ratio:g} times what 95 % of "
            f"production's take at most, {usual * 1000:.1f} ms (p {p:.2g})"
        )
    difference = total_variation(canary.labels, production.labels)
    if difference > policy.most_answer_difference:
        p = same_distribution(canary.labels, production.labels)
        if p <= policy.significance:
            yield f"{difference:.0%} of its answers are others than production's (p {p:.2g})"
