"""How sure a comparison of counts is: intervals and tails, exact where numbers are small."""

from __future__ import annotations

from math import comb, exp, lgamma, log, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def wilson(successes: int, trials: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return the score interval of a share; (0, 1) without any trial.

    E. B. Wilson: Probable Inference, the Law of Succession, and Statistical Inference, 1927.
    """
    if not trials:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, spread = successes / trials, z * z / trials
    middle = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * sqrt(share * (1 - share) / trials + spread / trials / 4)
    return max(0.0, middle - half), min(1.0, middle + half)


def mcnemar(only_first: int, only_second: int) -> float:
    """Return the exact two-sided p-value of McNemar's test: of pairs that differ, is one side favoured?

    Args:
        only_first: how many were right by the first alone.
        only_second: how many were right by the second alone.
    """
    trials = only_first + only_second
    tail: int = sum(comb(trials, k) for k in range(min(only_first, only_second) + 1))
    return min(1.0, float(2 * tail / 2**trials))


def binomial_tail(successes: int, trials: int, share: float) -> float:
    """Return the probability of at least so many successes where each has the probability ``share``, 0 < share < 1."""
    if successes <= 0:
        return 1.0
    terms = (
        _log_choose(trials, k) + k * log(share) + (trials - k) * log(1 - share) for k in range(successes, trials + 1)
    )
    return min(1.0, sum(map(exp, terms)))


def fisher(bad: int, of: int, other_bad: int, other_of: int) -> float:
    """Return the one-sided p-value of Fisher's exact test: so many bad of the first by chance, or more?"""
    total, whole = bad + other_bad, of + other_of
    ways = _log_choose(whole, of)
    highest = min(of, total)
    terms = (_log_choose(total, k) + _log_choose(whole - total, of - k) - ways for k in range(bad, highest + 1))
    return min(1.0, sum(map(exp, terms)))


def total_variation(first: Mapping[str, float], second: Mapping[str, float]) -> float:
    """Return how much of one distribution lies elsewhere in the other, 0 to 1; both by counts or shares."""
    a, b = sum(first.values()), sum(second.values())
    if not a or not b:
        return 0.0
    return sum(abs(first.get(key, 0) / a - second.get(key, 0) / b) for key in {**first, **second}) / 2


def same_distribution(first: Mapping[str, int], second: Mapping[str, int]) -> float:
    """Return the p-value of the G-test that both counts are of one distribution.

    The tail of chi-square is E. B. Wilson's and M. M. Hilferty's (The Distribution of Chi-Square, 1931), within a few
    per cent of the exact one.
    """
    sizes = (sum(first.values()), sum(second.values()))
    keys = {**first, **second}
    if not all(sizes) or len(keys) < 2:  # noqa: PLR2004 -- nothing to tell apart
        return 1.0
    statistic = 0.0
    for key in keys:
        expected = (first.get(key, 0) + second.get(key, 0)) / sum(sizes)
        for counts, size in zip((first, second), sizes, strict=True):
            if seen := counts.get(key, 0):
                statistic += 2 * seen * log(seen / (size * expected))
    spread = 2 / (9 * (len(keys) - 1))
    return 1 - NormalDist().cdf(((max(0.0, statistic) / (len(keys) - 1)) ** (1 / 3) - 1 + spread) / sqrt(spread))


def stability_index(expected: Mapping[str, float], counts: Mapping[str, int]) -> float:
    """Return the population stability index of counts against expected shares; an empty class counts as half of one.

    It is the symmetric Kullback-Leibler divergence: below 0.1 nothing has moved, above 0.25 much has
    (N. Siddiqi: Credit Risk Scorecards, 2006).
    """
    size, whole = sum(counts.values()), sum(expected.values())
    if not size or not whole:
        return 0.0
    least = 0.5 / size
    index = 0.0
    for key in {**expected, **counts}:
        before, now = max(expected.get(key, 0) / whole, least), max(counts.get(key, 0) / size, least)
        index += (now - before) * log(now / before)
    return index


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
