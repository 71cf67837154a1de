"""Whatever people do to two aliases, and whenever they die of it: what the history and the pointer say all the same."""

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.dying import Killed
from tests.support.memory import Memory
from tintype.errors import ReleaseError
from tintype.manifest import FileEntry, Manifest
from tintype.registry import Release, canary, keys, promote, read_release, rollback, shadow
from tintype.registry.history import history
from tintype.registry.pointing import newest

_VERSIONS = st.integers(1, 4)
_SHARES = st.sampled_from([0.0, 0.1, 0.25, 1 / 3, 0.5, 0.9])
_WORK = st.one_of(
    st.builds(lambda v: lambda b, a: promote(b, "digits", v, alias=a), _VERSIONS),
    st.builds(lambda v, s: lambda b, a: canary(b, "digits", v, s, alias=a), _VERSIONS, _SHARES),
    st.builds(lambda v: lambda b, a: shadow(b, "digits", v, alias=a), st.integers(0, 4)),
    st.builds(lambda: lambda b, a: rollback(b, "digits", a)),
    st.builds(lambda v: lambda b, a: rollback(b, "digits", a, v), _VERSIONS),
    st.builds(lambda s: lambda b, a: rollback(b, "digits", a, sequence=s), st.integers(1, 9)),
)
_ALIASES = st.sampled_from(["production", "staging"])
_DEATHS = st.just((0, "before")) | st.tuples(st.integers(1, 9), st.sampled_from(["before", "after"]))
_STEPS = st.lists(st.tuples(_WORK, _ALIASES, _DEATHS), max_size=12)


@settings(max_examples=150)
@given(steps=_STEPS)
def test_whatever_happens(make_draft, steps):
    """The history only grows, says what each entry has changed, and the pointer follows it."""
    bucket = Memory()
    for version in range(1, 5):
        manifest = Manifest(version=version, files={"model": FileEntry(str(version), 1)}, **make_draft()._asdict())
        bucket.put(keys.manifest("digits", version), manifest.to_json())
    entries: list[Release] = []
    for work, alias, death in steps:
        worker = bucket.twin()
        worker.fatal = death
        with suppress(ReleaseError, Killed):
            assert work(worker, alias) == newest(bucket, "digits")[0]
        now = newest(bucket, "digits")[0]
        found = history(bucket, "digits") if now.sequence else []
        assert found[: len(entries)] == entries
        assert len(found) - len(entries) in (0, 1)
        if len(found) > len(entries):
            _check(entries[-1] if entries else Release(0, {}, {}), found[-1], alias)
            assert found[-1] == now == read_release(bucket, "digits")[0]
        entries = found


def _check(before: Release, entry: Release, alias: str) -> None:
    shares = entry.aliases[alias]
    assert (entry.sequence, entry.alias) == (before.sequence + 1, alias)
    assert (entry.before, entry.shadow_before) == (before.aliases.get(alias, {}), before.shadows.get(alias, 0))
    assert {**entry.aliases, alias: None} == {**before.aliases, alias: None}
    assert {**entry.shadows, alias: None} == {**before.shadows, alias: None}
    assert abs(sum(shares.values()) - 1) < 1e-9
    assert all(share > 0 for share in shares.values())
    assert set(shares) != {entry.shadows.get(alias)}
    assert set(entry.models) == entry.versions()
    assert entry.when >= before.when
    assert entry.choose(alias, 0.5) in shares
