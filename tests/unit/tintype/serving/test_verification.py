from __future__ import annotations

import subprocess
import sys
from functools import partial

import pytest

from tests.models.published import DRAFTS, file, release
from tests.support.signers import Owner
from tintype import runtimes
from tintype.errors import (
    AlteredVersionError,
    CorruptFileError,
    ManifestError,
    RegistryUnavailableError,
    SettingsError,
    SignatureError,
    UnsignedVersionError,
    UntrustedSignatureError,
)
from tintype.observability import flush
from tintype.registry import keys, promote, publish
from tintype.registry.signing import sign

OWNER, SOMEBODY = Owner.new(), Owner.new()
QUADRANTS = DRAFTS["quadrants"]


def released(bucket, owner=OWNER):
    """Release a version that its owner signed."""
    manifest = release(bucket, "quadrants")
    sign(bucket, "quadrants", manifest.version, owner)
    return manifest


def unsigned(bucket):
    """Release a version that nobody signed."""
    release(bucket, "quadrants")


def signed_by_somebody(bucket):
    """Release a version that somebody else signed."""
    released(bucket, SOMEBODY)


def changed_manifest(bucket):
    """Release a version whose manifest was changed after it was signed."""
    key = keys.manifest("quadrants", released(bucket).version)
    bucket.put(key, bytes(bucket.get(key).body).replace(b"top left", b"top lift"))


def changed_model(bucket):
    """Release a version whose model was replaced after it was signed, its digest in the manifest too."""
    manifest = released(bucket)
    other = file("quadrants") + b"with a back door"
    entry = publish(bucket, QUADRANTS._replace(name="elsewhere"), {"model": other}).files["model"]
    bucket.put(keys.blob("quadrants", entry.sha256), other)
    forged = manifest._replace(files={"model": entry})
    bucket.put(keys.manifest("quadrants", manifest.version), forged.to_json())


def changed_file(bucket):
    """Release a version whose file alone was changed after it was signed."""
    manifest = released(bucket)
    body = file("quadrants")
    bucket.put(keys.blob("quadrants", manifest.digest), body[:-1] + bytes([body[-1] ^ 1]))


def older_version(bucket):
    """Release a new number whose manifest and signature are those of an older version."""
    manifest = release(bucket, "quadrants")
    for key in (keys.manifest, keys.signature):
        bucket.put(key("quadrants", manifest.version), bytes(bucket.get(key("quadrants", 1)).body))


def unreadable(bucket):
    """Release a version whose signature is nonsense."""
    manifest = release(bucket, "quadrants")
    bucket.put(keys.signature("quadrants", manifest.version), b"trust me")


FAULTS = [
    (unsigned, UnsignedVersionError),
    (signed_by_somebody, UntrustedSignatureError),
    (changed_manifest, AlteredVersionError),
    (changed_model, AlteredVersionError),
    (changed_file, CorruptFileError),
    (older_version, AlteredVersionError),
    (unreadable, SignatureError),
]
faults = pytest.mark.parametrize(("fault", "kind"), FAULTS, ids=[fault.__name__ for fault, _ in FAULTS])


@pytest.fixture
def trusting(make_service):
    """A service that trusts one key."""
    return make_service(trusted_keys=(OWNER.setting,))


@pytest.fixture
def runtime_loads(monkeypatch):
    """The files that came to a runtime."""
    seen, real = [], runtimes.load
    monkeypatch.setattr(
        runtimes, "load", lambda name, body, threads: seen.append(bytes(body)) or real(name, body, threads)
    )
    return seen


def test_signed(bucket, trusting):
    """What the owner signed answers."""
    released(bucket)
    served = trusting.model("quadrants")
    assert (served.model.manifest.version, served.problem) == (1, "")


@faults
def test_first_version(bucket, trusting, runtime_loads, fault, kind):
    """Without a good version the call gets 503 and the reason, and nothing was loaded."""
    if fault is older_version:
        released(bucket)
    fault(bucket)
    with pytest.raises(kind) as caught:
        trusting.model("quadrants")
    assert (caught.value.status, runtime_loads) == (503, [])
    assert bucket.name not in str(caught.value)


@faults
def test_keeps_the_last_good(bucket, trusting, clock, runtime_loads, fault, kind):
    """A newer version that is not trusted is never loaded; the last good one answers and says why."""
    released(bucket)
    trusting.model("quadrants")
    fault(bucket)
    clock.pass_by(11)
    served = trusting.model("quadrants")
    assert served.model.manifest.version == 1
    assert served.problem.startswith(f"{kind.__name__}: ")
    assert len(runtime_loads) == 1


def test_signed_later(bucket, trusting, clock):
    """A version that is signed after it was released takes over within ten seconds."""
    released(bucket)
    trusting.model("quadrants")
    unsigned(bucket)
    clock.pass_by(11)
    assert "tintype sign quadrants@2" in trusting.model("quadrants").problem
    sign(bucket, "quadrants", 2, OWNER)
    clock.pass_by(11)
    served = trusting.model("quadrants")
    assert (served.model.manifest.version, served.problem) == (2, "")


def test_explicit_version(bucket, trusting):
    """A version that is asked for by its number needs a signature as well."""
    released(bucket)
    publish(bucket, QUADRANTS, {"model": file("quadrants")})
    with pytest.raises(UnsignedVersionError):
        trusting.model("quadrants", 2)


def test_preloaded(bucket, make_service, runtime_loads):
    """What is loaded beforehand needs a signature as well."""
    unsigned(bucket)
    service = make_service(trusted_keys=(OWNER.setting,), preload=("quadrants",))
    service.preload()
    with pytest.raises(UnsignedVersionError):
        service.model("quadrants")
    assert runtime_loads == []


def test_told(bucket, trusting, logged, emitted):
    """Each refusal is in the log, with the reason, and counted."""
    signed_by_somebody(bucket)
    with pytest.raises(UntrustedSignatureError):
        trusting.model("quadrants")
    flush()
    (line,) = [line for line in logged() if line["message"] == "refused"]
    assert (line["level"], line["model"], line["version"]) == ("ERROR", "quadrants", 1)
    assert "by nobody who is trusted" in line["detail"]
    assert [document["RefusedVersions"] for document in emitted() if "RefusedVersions" in document] == [[1.0]]


def test_two_keys(bucket, make_service, clock):
    """While keys are changed, versions signed by the old and the new one are served."""
    service = make_service(trusted_keys=(OWNER.setting, SOMEBODY.setting))
    released(bucket)
    assert service.model("quadrants").model.manifest.version == 1
    signed_by_somebody(bucket)
    clock.pass_by(11)
    assert service.model("quadrants").model.manifest.version == 2


def test_release_of_what_is_not_there(bucket, trusting, clock):
    """A release of a version that is not there is told as such, signatures or not."""
    released(bucket)
    trusting.model("quadrants")
    manifest = release(bucket, "quadrants")
    bucket.delete(keys.manifest("quadrants", manifest.version))
    clock.pass_by(11)
    assert trusting.model("quadrants").problem.startswith("BrokenReleaseError")


def test_signed_nonsense(bucket, trusting):
    """A manifest that its owner signed and that cannot be served is refused for that."""
    manifest = publish(bucket, QUADRANTS._replace(task="divination"), {"model": file("quadrants")})
    sign(bucket, "quadrants", manifest.version, OWNER)
    promote(bucket, "quadrants", manifest.version)
    with pytest.raises(ManifestError):
        trusting.model("quadrants")


def test_s3_is_silent(bucket, trusting, clock, s3_down):
    """Without S3 nothing is taken for unsigned: the last good version answers, for another reason."""
    released(bucket)
    trusting.model("quadrants")
    released(bucket)
    clock.pass_by(11)
    trusting.release("quadrants")
    with s3_down():
        assert "RegistryUnavailableError" in trusting.model("quadrants").problem
    with s3_down(), pytest.raises(RegistryUnavailableError):
        trusting.model("quadrants", 2)


def test_bad_setting(make_service):
    """A deployment whose trusted keys cannot be read does not start."""
    with pytest.raises(SettingsError):
        make_service(trusted_keys=("nonsense",))


def test_off(bucket, service):
    """Without trusted keys everything is served, and nothing of signatures is asked for or imported."""
    unsigned(bucket)
    assert service.model("quadrants").problem == ""
    command = (
        "import sys, tintype.serving, tintype.http; print([n for n in sys.modules if n.startswith('tintype.signing')])"
    )
    printed = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True).stdout
    assert printed == "[]\n"


def test_no_connection_is_left(bucket, trusting, own_threads):
    """Neither a thread nor a connection is left behind, also after a refusal."""
    signed_by_somebody(bucket)
    refuse = partial(trusting.model, "quadrants")
    with pytest.raises(UntrustedSignatureError):
        refuse()
    trusting.suspend()
    assert own_threads() == set()
