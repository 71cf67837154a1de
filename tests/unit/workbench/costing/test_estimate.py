"""What images cost: the arithmetic by hand, and what has to hold for any time and price."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tintype.batches.pricing import LIST, Prices
from workbench.costing.estimate import WHOLE_PROCESSOR, Work, server, sizes

TIMES = st.floats(0.1, 20_000)


def test_by_hand():
    """A million calls of 100 ms with 1 GB cost 1,024-MB-seconds, invocations and API calls."""
    [size] = sizes(Work(100 * 1024 / WHOLE_PROCESSOR, 100, 0), "x86_64", LIST, [1024])
    assert size.milliseconds == 100
    assert size.call == pytest.approx(100_000 * 0.0000166667 + 0.20 + 3.50)
    assert size.upload == pytest.approx(100_000 * 0.0000166667 + 0.20 + 2 * 0.40 + 3 * 5.00 + 3 * 0.40)
    assert size.batch == pytest.approx(100_000 * 0.0000166667 + 0.002 + 0.404 + 0.105 + 0.50)


def test_cold_starts_are_billed():
    """A tenth of cold starts adds a tenth of their time."""
    assert Work(10, 200, 0.1).billed(WHOLE_PROCESSOR) == pytest.approx(0.9 * 10 + 0.1 * 200)


def test_a_server_costs_as_much_as_some_number_of_calls():
    """At the number of calls that is named, calls cost what the server costs."""
    prices = Prices(server_hour=0.1)
    work = Work(20, 300, 0.01)
    [size] = sizes(work, "arm64", prices, [WHOLE_PROCESSOR])
    found = server(work, size, prices)
    assert found.month == pytest.approx(73)
    assert found.images / 1_000_000 * size.call == pytest.approx(73)
    assert found.most == pytest.approx(730 * 3600 * 50)


@given(warm=TIMES, cold=TIMES, share=st.floats(0, 1), smaller=st.integers(128, WHOLE_PROCESSOR))
def test_more_memory_than_a_processor_needs_only_costs_more(warm, cold, share, smaller):
    """Up to one processor an image is faster with more memory; beyond it, only dearer."""
    one, whole, more = sizes(Work(warm, cold, share), "x86_64", LIST, [smaller, WHOLE_PROCESSOR, 3008])
    assert one.milliseconds >= whole.milliseconds == more.milliseconds
    assert whole.call < more.call
    assert whole.batch < more.batch


@given(warm=TIMES)
def test_arm_is_cheaper(warm):
    """With the list prices the same time costs less on arm64."""
    work = Work(warm, warm, 0)
    [intel], [arm] = (sizes(work, machine, LIST, [1024]) for machine in ("x86_64", "arm64"))
    assert arm.call < intel.call
