import random
from itertools import pairwise

import pytest

from tintype.canary.tally import Tally
from tintype.canary.verdict import judge
from tintype.registry.policy import CanaryPolicy

POLICY = CanaryPolicy()


def tally(calls=1000, errors=0, milliseconds=10.0, labels="0123456789", seed=0):
    draw = random.Random(seed)  # noqa: S311
    made = Tally()
    for number in range(calls):
        if number < errors:
            made.failed()
        else:
            digest = f"{draw.getrandbits(64):016x}"
            made.answered(draw.lognormvariate(0, 0.3) * milliseconds / 1000, digest, draw.choice(labels))
    return made


def verdict(canary, production, share=0.1, minutes=10.0, policy=POLICY):
    return judge(canary, production, share, minutes, policy)


def test_a_good_canary_is_widened_step_by_step():
    """A canary like production gets 10, 25, 50 and at last 100 per cent."""
    taken, action = [0.1], ""
    while action != "promote":
        found = verdict(tally(seed=1), tally(seed=2), share=taken[-1])
        action = found.action
        taken.append(found.share)
    assert taken == [0.1, 0.25, 0.5, 1.0]
    assert all(before < after for before, after in pairwise(taken))


def test_a_share_between_two_steps():
    """A share that is no step is widened to the next one."""
    assert verdict(tally(seed=1), tally(seed=2), share=0.3).share == 0.5


@pytest.mark.parametrize(
    ("canary", "said"),
    [
        ({"errors": 20}, "2.00% of its calls fail, 0.00%"),
        ({"milliseconds": 25.0}, "more than 1.5 times"),
        ({"labels": "01"}, "of its answers are others"),
    ],
)
def test_a_bad_canary_is_rolled_back(canary, said):
    """Failures, slowness and other answers than production's bring the old version back."""
    found = verdict(tally(seed=1, **canary), tally(seed=2))
    assert (found.action, found.share) == ("rollback", 0.0)
    assert said in found.why


def test_failures_need_no_minimum_of_calls():
    """A canary that fails every call is rolled back after a handful."""
    found = verdict(tally(calls=5, errors=5), tally(calls=45), minutes=0.2)
    assert found.action == "rollback"


def test_a_single_failure_is_no_evidence():
    """One failed call of ten may be chance."""
    assert verdict(tally(calls=10, errors=1), tally(calls=90), minutes=0.2).action == "wait"


def test_failures_that_production_has_too():
    """A canary that fails as often as production is no worse."""
    assert verdict(tally(errors=20, seed=1), tally(errors=20, seed=2)).action == "widen"


def test_it_waits_for_calls_and_time():
    """Nothing is widened before there are enough calls of both, and enough minutes."""
    assert verdict(tally(calls=199), tally()).action == "wait"
    assert verdict(tally(), tally(calls=199)).action == "wait"
    assert verdict(tally(seed=1), tally(seed=2), minutes=4.9).action == "wait"


def test_a_canary_that_nobody_calls_ends():
    """After the most minutes with too few calls, the canary is rolled back."""
    found = verdict(tally(calls=3), tally(), minutes=1440.0)
    assert (found.action, found.why) == ("rollback", "3 calls in 1440 minutes, 200 are needed to judge it")


def test_equal_versions_are_rarely_rolled_back():
    """Looked at after each of thirty equal canaries, none is rolled back by chance."""
    actions = {verdict(tally(250, seed=number), tally(800, seed=number + 1000)).action for number in range(30)}
    assert actions == {"widen"}


def test_figures_for_the_history():
    """The verdict carries what it follows from."""
    figures = verdict(tally(errors=5, seed=1), tally(seed=2)).figures
    assert figures["calls"] == {"canary": 1000, "production": 1000}
    assert figures["errors"] == {"canary": 5, "production": 0}
    assert figures["share"] == 0.1
    assert 10 < figures["p95_ms"]["production"] < 25
    assert 0 <= figures["answer_difference"] < 0.2
