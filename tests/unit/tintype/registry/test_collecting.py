import json

import pytest

from tests.support.dying import Dying, Killed, moments
from tintype.errors import FormatError, VersionCollectedError
from tintype.manifest import Manifest
from tintype.registry import keys, promote, publish, read_manifest, read_release
from tintype.registry.annotating import annotate
from tintype.registry.collecting import MARGIN, collect, plan
from tintype.registry.reading import list_versions
from tintype.registry.retention import Retention
from tintype.registry.tombstone import Tombstone

_FEW = Retention(2, "9999")


def _blobs(bucket):
    return {bytes(bucket.get(key).body) for key in bucket.list(keys.blobs("digits"))}


@pytest.fixture
def live(published):
    """Ten versions, of which 3 was live before 5."""
    promote(published, "digits", 3)
    promote(published, "digits", 5)
    return published


def test_plan(live):
    """A plan says what stays and why, what goes, and how much room that makes; it changes nothing."""
    planned = plan(live, "digits", _FEW, margin=0)
    assert planned.kept == {
        3: ["a rollback of production would bring it back"],
        5: ["production"],
        9: ["one of the last 2"],
        10: ["one of the last 2"],
    }
    assert list(planned.collected) == [1, 2, 4, 6, 7, 8]
    assert (len(planned.files), sum(planned.files.values())) == (6, 6 * len(b"model 1"))
    assert len(_blobs(live)) == 10
    assert read_manifest(live, "digits", 1).version == 1


def test_collect(live):
    """What is collected leaves a tombstone that knows its manifest, and its files are gone; the rest is as it was."""
    before = live.get(keys.manifest("digits", 1)).body
    done = collect(live, plan(live, "digits", _FEW, margin=0), who="ada", why="room")
    assert done == ([1, 2, 4, 6, 7, 8], 6, 42)
    assert _blobs(live) == {f"model {version}".encode() for version in (3, 5, 9, 10)}
    with pytest.raises(VersionCollectedError):
        read_manifest(live, "digits", 1)
    tombstone = Tombstone.from_json(live.get(keys.manifest("digits", 1)).body)
    assert (tombstone.who, tombstone.why, tombstone.manifest.encode()) == ("ada", "room", before)
    assert tombstone.read() == Manifest.from_json(bytes(before))
    assert list_versions(live, "digits") == list(range(1, 11))
    assert read_manifest(live, "digits", 3).version == 3


def test_again(live, make_draft):
    """A second run has nothing to do, and the next version gets the next number."""
    collect(live, plan(live, "digits", _FEW, margin=0))
    again = plan(live, "digits", _FEW, margin=0)
    assert (again.collected, again.files) == ({}, {})
    assert publish(live, make_draft(), {"model": b"new"}).version == 11


def test_files_in_common(bucket, make_draft):
    """A file that a version which is kept names as well stays."""
    for number in range(3):
        publish(bucket, make_draft(), {"model": b"model %d" % number, "licence": b"the same"})
    done = collect(bucket, plan(bucket, "digits", Retention(1, "9999"), margin=0))
    assert (done.versions, done.files) == ([1, 2], 2)
    assert _blobs(bucket) == {b"model 2", b"the same"}


def test_files_of_nobody(bucket, make_draft):
    """What a publisher has left who died before the manifest is deleted."""
    publish(bucket, make_draft(), {"model": b"model"})
    bucket.put(keys.blob("digits", "f" * 64), b"left behind")
    planned = plan(bucket, "digits", _FEW, margin=0)
    assert planned.files == {"f" * 64: 11}
    assert collect(bucket, planned) == ([], 1, 11)
    assert _blobs(bucket) == {b"model"}


def test_new_ones_are_left_alone(live):
    """By default nothing goes that is younger than a day: somebody may be about to name or to release it."""
    live.put(keys.blob("digits", "f" * 64), b"on its way")
    planned = plan(live, "digits", Retention(0, "9999"))
    assert (MARGIN, planned.collected, planned.files) == (86_400, {}, {})
    assert planned.kept[1] == ["published less than 24 hours ago"]


def test_tagged(live):
    """What has a tag stays until it has none."""
    annotate(live, "digits", 1, add=["best"])
    assert plan(live, "digits", _FEW, margin=0).kept[1] == ["tagged best"]
    annotate(live, "digits", 1, remove=["best"])
    assert 1 in plan(live, "digits", _FEW, margin=0).collected


def test_promoted_after_the_plan(live):
    """What becomes live between the plan and its execution stays whole, its files as well."""
    planned = plan(live, "digits", _FEW, margin=0)
    before = live.get(keys.manifest("digits", 1)).body
    promote(live, "digits", 1)
    assert 1 not in collect(live, planned).versions
    assert live.get(keys.manifest("digits", 1)).body == before
    assert b"model 1" in _blobs(live)


def test_promoted_while_it_is_marked(live, monkeypatch):
    """A promotion that saw the version whole and commits after the last look is taken back: one of both gives way."""
    planned = plan(live, "digits", _FEW, margin=0)
    twin = live.twin()

    done, put = [], live.put

    def put_late(where, *arguments, **options):
        if where == keys.history("digits", 3) and not done:
            done.append(collect(twin, planned))
        return put(where, *arguments, **options)

    monkeypatch.setattr(live, "put", put_late)
    with pytest.raises(VersionCollectedError):
        promote(live, "digits", 1)
    twin.close()
    assert 1 in done[0].versions
    assert read_release(live, "digits")[0].aliases == {"production": {5: 1.0}}


def test_published_after_the_plan(live, make_draft):
    """A version that names a file of a collected one, published after the plan, keeps it."""
    planned = plan(live, "digits", _FEW, margin=0)
    publish(live, make_draft(), {"model": b"model 1"})
    done = collect(live, planned)
    assert (len(done.versions), done.files) == (6, 5)
    assert b"model 1" in _blobs(live)


def test_two_at_once(live):
    """Of two who collect the same plan each version is marked by one."""
    planned = plan(live, "digits", _FEW, margin=0)
    assert collect(live, planned).versions == [1, 2, 4, 6, 7, 8]
    assert collect(live, planned) == ([], 0, 0)


def test_interrupted(live, monkeypatch):
    """Who dies after the marks leaves files, which the next run deletes."""
    planned = plan(live, "digits", _FEW, margin=0)
    with monkeypatch.context() as patch:
        patch.setattr("tintype.registry.collecting.newest", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            collect(live, planned)
    assert len(_blobs(live)) == 10
    assert collect(live, plan(live, "digits", _FEW, margin=0)) == ([], 6, 42)


def test_newer_format(live):
    """Where a version is of a newer format nothing is collected: nobody here knows which files it names."""
    document = json.loads(live.get(keys.manifest("digits", 7)).body) | {"format": 9}
    live.put(keys.manifest("digits", 7), json.dumps(document).encode())
    with pytest.raises(FormatError):
        plan(live, "digits", _FEW, margin=0)


@pytest.mark.slow
def test_killed_at_many_calls(live, aws):
    """Who collects and dies at one of its calls has changed nothing that is kept, and the next run does the rest."""
    first = plan(live, "digits", _FEW, margin=0)
    before = {key: bytes(live.get(key).body) for key in live.list("")}
    for number, when in moments(live.name, aws, lambda bucket: collect(bucket, first))[::3]:
        for key, body in before.items():
            live.put(key, body)
        planned = plan(live, "digits", _FEW, margin=0)
        dying = Dying(live.name, aws, number, when)
        with pytest.raises(Killed):
            collect(dying, planned)
        dying.close()
        collect(live, plan(live, "digits", _FEW, margin=0))
        assert _blobs(live) == {f"model {version}".encode() for version in (3, 5, 9, 10)}
        for version in (3, 5, 9, 10):
            assert bytes(live.get(keys.manifest("digits", version)).body) == before[keys.manifest("digits", version)]
