import pytest
from hypothesis import given
from hypothesis import strategies as st

from tintype import statistics

COUNTS = st.dictionaries(st.sampled_from("abcde"), st.integers(0, 500), min_size=2)


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(0, 10, 0.0, 0.2775), (8, 10, 0.4902, 0.9433), (81, 263, 0.2553, 0.3662), (10, 10, 0.7225, 1.0)],
)
def test_wilson_as_published(successes, trials, low, high):
    """The interval is the one that R. G. Newcombe's comparison of methods (1998) and its formula give."""
    assert statistics.wilson(successes, trials) == pytest.approx((low, high), abs=1e-4)


def test_no_trial_says_nothing():
    """Without a trial every share is possible."""
    assert statistics.wilson(0, 0) == (0.0, 1.0)


def test_mcnemar_counts_both_tails():
    """Of ten pairs that differ, nine one way come by chance in 22 of 1,024 cases."""
    assert statistics.mcnemar(1, 9) == statistics.mcnemar(9, 1) == 22 / 1024
    assert statistics.mcnemar(0, 0) == statistics.mcnemar(5, 5) == 1.0


def test_binomial_tail():
    """Two heads or more of three come in half of the cases."""
    assert statistics.binomial_tail(2, 3, 0.5) == pytest.approx(0.5)
    assert statistics.binomial_tail(0, 3, 0.5) == 1.0


def test_fisher_of_the_lady_tasting_tea():
    """All four cups named rightly come by chance once in 70, three or more 17 times."""
    assert statistics.fisher(4, 4, 0, 4) == pytest.approx(1 / 70)
    assert statistics.fisher(3, 4, 1, 4) == pytest.approx(17 / 70)


def test_fisher_of_thousands():
    """Thousands of calls are no trouble: one failed call in a hundred on both sides is no difference."""
    assert statistics.fisher(100, 10_000, 100, 10_000) > 0.4
    assert statistics.fisher(200, 10_000, 100, 10_000) < 1e-6


def test_g_test_at_a_known_quantile():
    """A statistic of 3.84 with one degree of freedom is exceeded by chance once in twenty."""
    assert statistics.same_distribution({"a": 1000, "b": 1000}, {"a": 1088, "b": 912}) == pytest.approx(
        0.0054, abs=5e-4
    )
    assert statistics.same_distribution({"a": 100, "b": 100}, {"a": 100, "b": 100}) > 0.9


@given(COUNTS, COUNTS)
def test_comparisons_stay_in_their_ranges(first, second):
    """Whatever is counted, a p-value and a distance are between 0 and 1, and an index is not negative."""
    assert 0 <= statistics.same_distribution(first, second) <= 1
    assert 0 <= statistics.total_variation(first, second) <= 1 + 1e-12
    assert statistics.stability_index(first, second) >= -1e-9


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_fisher_is_a_probability(bad, good, other_bad, other_good):
    """Both one-sided tails together count the observed table twice."""
    p = statistics.fisher(bad, bad + good, other_bad, other_bad + other_good)
    other = statistics.fisher(other_bad, other_bad + other_good, bad, bad + good)
    assert 0 < p <= 1
    assert p + other >= 1 - 1e-9


def test_stability_index_of_a_shift():
    """A fifth that moves from one half to the other is an index of 0.2 * ln(0.5 / 0.3) + 0.2 * ln(0.7 / 0.5)."""
    assert statistics.stability_index({"a": 0.5, "b": 0.5}, {"a": 70, "b": 30}) == pytest.approx(0.16946, abs=1e-5)
    assert statistics.stability_index({"a": 0.5, "b": 0.5}, {}) == 0
