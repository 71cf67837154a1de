import subprocess
import sys
from hashlib import sha256
from itertools import count
from pathlib import Path

import pytest

from tests.support.killing import serve_killing
from tintype.errors import AccessDeniedError, ModelNotFoundError, PublishError
from tintype.manifest import FileEntry, Manifest
from tintype.registry import keys, publish, read_manifest, read_release
from tintype.registry.reading import list_models, list_versions

_PUBLISHER = Path(__file__).resolve().parents[3] / "support" / "publisher.py"


def _start(bucket, *arguments):
    command = [sys.executable, str(_PUBLISHER), bucket.name, *arguments]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_numbers_rise(bucket, make_draft):
    """Each version gets the next number, whatever was published before."""
    versions = [publish(bucket, make_draft(), {"model": body}).version for body in (b"1", b"2", b"2")]
    assert versions == [1, 2, 3] == list_versions(bucket, "digits")


def test_numbers_of_each_model(bucket, make_draft):
    """Each model counts for itself."""
    publish(bucket, make_draft(), {"model": b"1"})
    assert publish(bucket, make_draft(name="shoes"), {"model": b"1"}).version == 1


def test_manifest_is_what_was_drafted(bucket, make_draft):
    """The manifest that is stored is the draft, with its number and its files' digests and sizes."""
    draft = make_draft()
    published = publish(bucket, draft, {"model": b"model", "report": b"a report"})
    files = {
        role: FileEntry(sha256(body).hexdigest(), len(body))
        for role, body in (("model", b"model"), ("report", b"a report"))
    }
    assert published == Manifest(version=1, files=files, **draft._asdict()) == read_manifest(bucket, "digits", 1)
    assert bucket.head(keys.manifest("digits", 1)).headers["content-type"] == "application/json"


def test_files_lie_by_their_digest(bucket, make_draft):
    """Each file is found by its digest, once for the same bytes."""
    for _ in range(2):
        manifest = publish(bucket, make_draft(), {"model": b"model", "copy": b"model"})
    blobs = list(bucket.list("models/digits/blobs/"))
    assert blobs == [keys.blob("digits", manifest.digest)]
    assert bucket.get(blobs[0]).body == b"model"


def test_nothing_is_released(bucket, make_draft):
    """A version that was published is not live yet."""
    publish(bucket, make_draft(), {"model": b"1"})
    with pytest.raises(ModelNotFoundError):
        read_release(bucket, "digits")


@pytest.mark.parametrize("name", ["Digits", "", "../other", "a/b"])
def test_bad_name(bucket, make_draft, name):
    """A bad name is refused before anything is written."""
    with pytest.raises(PublishError, match="model name"):
        publish(bucket, make_draft(name=name), {"model": b"1"})
    assert list(bucket.list("")) == []


def test_no_model_file(bucket, make_draft):
    """A version without a model file is refused, with the roles that came, before anything is written."""
    with pytest.raises(PublishError, match="'model', received \\['report'\\]"):
        publish(bucket, make_draft(), {"report": b"1"})
    assert list(bucket.list("")) == []


def test_lost_answers(forgetful, make_draft):
    """When S3 has written and its answers are lost, the publisher gets one number all the same."""
    assert publish(forgetful, make_draft(), {"model": b"1"}).version == 1
    assert list_versions(forgetful, "digits") == [1]
    assert len(forgetful.lost) == 2


def test_taken_meanwhile(bucket, make_draft, monkeypatch):
    """A number that somebody takes between the look and the write is left to them, even for the same bytes."""
    publish(bucket, make_draft(), {"model": b"1"})
    monkeypatch.setattr("tintype.registry.publishing.list_versions", lambda *_: [])
    assert publish(bucket, make_draft(), {"model": b"1"}).version == 2


def test_no_permission(bucket, make_draft, monkeypatch):
    """A publisher that may not write is told so, and nothing of it is visible."""

    def refuse(*_, **__):
        raise AccessDeniedError("S3 answered 403")

    monkeypatch.setattr(bucket, "put", refuse)
    with pytest.raises(AccessDeniedError):
        publish(bucket, make_draft(), {"model": b"1"})
    assert list_versions(bucket, "digits") == []


def test_large_files(bucket, make_draft, tmp_path):
    """Files are published from where they are as from memory, an empty one, too."""
    files = {"model": tmp_path / "model.tflite", "report": tmp_path / "empty"}
    for path, body in zip(files.values(), (b"model" * 100_000, b""), strict=True):
        path.write_bytes(body)
    manifest = publish(bucket, make_draft(), files)
    assert manifest.files["model"] == FileEntry(sha256(b"model" * 100_000).hexdigest(), 500_000)
    for role, path in files.items():
        assert bucket.get(keys.blob("digits", manifest.files[role].sha256)).body == path.read_bytes()


@pytest.mark.slow
def test_killed_at_each_call(bucket, aws, make_draft, monkeypatch):
    """A publisher that is killed before or after any of its calls leaves no version or a whole one, and no obstacle."""
    with serve_killing(aws) as proxy:
        monkeypatch.setenv("AWS_ENDPOINT_URL", proxy.url)
        assert _kill(bucket, proxy, 0, "") == 0
        for number, when in ((number, when) for number in count(1) for when in ("before", "after")):
            before = list_versions(bucket, "digits")
            if _kill(bucket, proxy, number, when) == 0:
                break
            done = proxy.calls[: number - 1 if when == "before" else number]
            there = any("manifest.json" in call for call in done)
            assert list_versions(bucket, "digits") == list(range(1, len(before) + 1 + there))
            assert publish(bucket, make_draft(), {"model": b"the next"}).version == len(before) + 1 + there
    assert len(proxy.calls) == 9 == number - 1
    for version in list_versions(bucket, "digits"):
        for entry in read_manifest(bucket, "digits", version).files.values():
            assert len(bucket.get(keys.blob("digits", entry.sha256)).body) == entry.size


def _kill(bucket, proxy, number, when):
    with _start(bucket, f"{number} {when}") as process:

        def kill():
            process.kill()
            process.wait()

        proxy.arm(number, when, kill)
        process.communicate(timeout=30)
        return process.returncode


@pytest.mark.slow
def test_twenty_at_once(bucket):
    """Twenty publishers at once, each a process, get twenty numbers in a row, and each version has its own files."""
    processes = [_start(bucket, str(number)) for number in range(20)]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.close()
    printed = {}
    for number, process in enumerate(processes):
        printed[number] = int(process.stdout.read())
        process.stdout.close()
        assert process.wait(30) == 0
    assert sorted(printed.values()) == list(range(1, 21)) == list_versions(bucket, "digits")
    for number, version in printed.items():
        manifest = read_manifest(bucket, "digits", version)
        assert manifest.lineage == {"publisher": str(number)}
        for role in ("model", "report"):
            body = bucket.get(keys.blob("digits", manifest.files[role].sha256)).body
            assert body == f"{role} {number}".encode()
    assert list_models(bucket) == ["digits"]
