import pytest
from hypothesis import given
from hypothesis import strategies as st

from tintype.registry.shares import divided, text, with_share

_WEIGHTS = st.dictionaries(st.integers(1, 99), st.floats(0.001, 1000), min_size=1, max_size=5)


@given(_WEIGHTS, st.integers(100, 101), st.floats(0, 0.999))
def test_sum(weights, version, share):
    """However traffic is divided, all of it goes somewhere."""
    shares = with_share(divided(weights), version, share)
    assert abs(sum(shares.values()) - 1) < 1e-9
    assert shares.get(version, 0) == pytest.approx(share, abs=1e-6)
    assert all(share > 0 for share in shares.values())


@pytest.mark.parametrize(
    ("shares", "version", "share", "divided"),
    [
        ({7: 1.0}, 8, 0.1, {7: 0.9, 8: 0.1}),
        ({7: 0.9, 8: 0.1}, 9, 0.1, {7: 0.81, 8: 0.09, 9: 0.1}),
        ({7: 0.9, 8: 0.1}, 8, 0.5, {7: 0.5, 8: 0.5}),
        ({7: 0.9, 8: 0.1}, 7, 0, {8: 1.0}),
        ({1: 0.5, 2: 0.3, 3: 0.2}, 4, 1 / 3, {1: 0.333333, 2: 0.2, 3: 0.133333, 4: 0.333333}),
    ],
)
def test_the_rest_keeps_its_proportions(shares, version, share, divided):
    """The versions that had the traffic divide what is left as they have divided all of it."""
    assert with_share(shares, version, share) == pytest.approx(divided, abs=2e-6)


@pytest.mark.parametrize(
    ("shares", "said"),
    [({7: 1.0}, "7"), ({8: 0.1, 7: 0.9}, "7 90 % + 8 10 %"), ({1: 0.5, 2: 0.5}, "1 50 % + 2 50 %"), ({}, "nothing")],
)
def test_text(shares, said):
    """People read the largest share first, and no figure where there is one version alone."""
    assert text(shares) == said
