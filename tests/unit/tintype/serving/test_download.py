from __future__ import annotations

from hashlib import sha256

import pytest

from tintype.errors import CorruptFileError, StorageUnavailableError
from tintype.manifest import FileEntry
from tintype.registry import keys
from tintype.serving.download import fetch

FILE = bytes(index * index % 251 for index in range(10_000))
ENTRY = FileEntry(sha256(FILE).hexdigest(), len(FILE))


@pytest.fixture
def stored(bucket):
    """Return a function that puts bytes where the file should be."""
    return lambda body: bucket.put(keys.blob("m", ENTRY.sha256), body)


@pytest.mark.parametrize("part", [10_000, 5_000, 1_700, 1_000, 64])
def test_whole(bucket, stored, monkeypatch, part):
    """However many connections share the work, the bytes are those that were published."""
    monkeypatch.setattr("tintype.serving.download._PART", part)
    stored(FILE)
    assert fetch(bucket, "m", ENTRY) == FILE


def test_several_ranges(bucket, stored, monkeypatch):
    """A large file is asked for in at most eight ranges that meet without a gap."""
    monkeypatch.setattr("tintype.serving.download._PART", 100)
    ranges = []
    real = type(bucket).read_into

    def spy(self, key, view, offset=0):
        ranges.append((offset, len(view)))
        return real(self, key, view, offset)

    monkeypatch.setattr(type(bucket), "read_into", spy)
    stored(FILE)
    fetch(bucket, "m", ENTRY)
    assert sorted(ranges) == [(start, 1250) for start in range(0, 10_000, 1250)]


@pytest.mark.parametrize("part", [10_000, 1_000])
@pytest.mark.parametrize("where", [0, 4_999, 9_999])
def test_flipped_byte(bucket, stored, monkeypatch, part, where):
    """One changed byte anywhere is found."""
    monkeypatch.setattr("tintype.serving.download._PART", part)
    stored(FILE[:where] + bytes([FILE[where] ^ 1]) + FILE[where + 1 :])
    with pytest.raises(CorruptFileError, match=f"expected SHA-256 {ENTRY.sha256}"):
        fetch(bucket, "m", ENTRY)


@pytest.mark.parametrize("part", [10_000, 1_000])
@pytest.mark.parametrize("length", [0, 1, 5_000, 9_999])
def test_truncated(bucket, stored, monkeypatch, part, length):
    """A shorter file is a corrupt one, which no second try mends, and S3's words stay in the detail."""
    monkeypatch.setattr("tintype.serving.download._PART", part)
    stored(FILE[:length])
    with pytest.raises(CorruptFileError, match="expected 10000 bytes") as caught:
        fetch(bucket, "m", ENTRY)
    assert bucket.name not in str(caught.value)
    assert caught.value.detail
    assert not caught.value.transient


def test_missing(bucket):
    """A file that is not there is a corrupt one."""
    with pytest.raises(CorruptFileError, match="received no file"):
        fetch(bucket, "m", ENTRY)


def test_unreachable(bucket, stored, s3_down, monkeypatch, own_threads):
    """Without an answer of S3 nothing is said about the file, and no thread is left behind."""
    monkeypatch.setattr("tintype.serving.download._PART", 1_000)
    stored(FILE)
    with s3_down(), pytest.raises(StorageUnavailableError):
        fetch(bucket, "m", ENTRY)
    assert own_threads() == set()
