import json
import random

from hypothesis import given
from hypothesis import strategies as st

from tintype.canary.tally import MOST_IMAGES, Tally, bounded


def tally(calls):
    made = Tally()
    for seconds, digest, label in calls:
        made.answered(seconds, digest, label)
    return made


CALLS = st.lists(st.tuples(st.floats(0, 100), st.sampled_from("abcdef"), st.sampled_from(["", "x", "y"])))


@given(CALLS, CALLS)
def test_sums_are_those_of_all_calls(first, second):
    """Two containers' counters add up to those of one container that answered all calls."""
    total = tally(first)
    total.add(tally(second))
    assert total.to_document() == tally([*first, *second]).to_document()


@given(CALLS, st.integers(0, 3))
def test_a_document_brings_everything_back(calls, failures):
    """What was written is read again from JSON."""
    made = tally(calls)
    for _ in range(failures):
        made.failed()
    again = Tally.from_document(json.loads(json.dumps(made.to_document())))
    assert (again.calls, again.errors) == (len(calls) + failures, failures)
    assert again.to_document() == made.to_document()


def test_an_image_counts_once():
    """Of an image that is sent a thousand times one answer is kept."""
    assert tally([(0.1, "a", "x")] * 1000 + [(0.1, "b", "y")]).labels == {"x": 1, "y": 1}


def test_the_sample_is_the_same_whoever_saw_the_images():
    """However images are spread over containers, those with the smallest digests are kept, as many as fit."""
    digests = [f"{number:016x}" for number in random.Random(1).sample(range(2**60), 3 * MOST_IMAGES)]  # noqa: S311
    parts = [tally((0.1, digest, digest[0]) for digest in digests[start::4] * 2) for start in range(4)]
    total = Tally()
    for part in parts:
        total.add(part)
    assert sorted(total.images) == sorted(digests)[:MOST_IMAGES]
    assert all(len(part.images) <= MOST_IMAGES for part in parts)


def test_quantiles_are_within_a_bucket():
    """A quantile is at most a fifth above the time itself, and never below it."""
    times = [0.001 * number for number in range(1, 1001)]
    made = tally((seconds, "a", "") for seconds in times)
    for share in (0.5, 0.95, 0.99):
        assert times[int(share * 1000) - 1] <= made.quantile(share) <= times[int(share * 1000) - 1] * 1.2
    assert Tally().quantile(0.5) == 0


def test_slower_calls():
    """Calls that took longer than a time are counted, but for those that are too near to tell."""
    made = tally([(0.01, "a", "")] * 3 + [(0.02, "a", "")] * 2 + [(0.00001, "a", ""), (1e6, "a", "")])
    assert made.slower(0.0101) == 3
    assert made.slower(0.03) == 1
    assert made.slower(1e7) == 0


def test_many_labels_are_counted_in_groups():
    """A model with a thousand labels has a hundred groups of them, the same in every container."""
    assert bounded("7", 10) == "7"
    groups = {bounded(f"label {number}", 1000) for number in range(1000)}
    assert len(groups) <= 100
    assert bounded("label 1", 1000) == bounded("label 1", 1000)
