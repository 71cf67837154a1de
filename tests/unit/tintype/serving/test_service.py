from __future__ import annotations

from array import array

import pytest

from tests.models.published import DRAFTS, file, release
from tintype.errors import (
    BrokenReleaseError,
    CorruptFileError,
    GoldenSampleError,
    ManifestError,
    ModelFileError,
    ModelNotFoundError,
    RegistryUnavailableError,
    SettingsError,
    VersionNotFoundError,
)
from tintype.manifest import Golden
from tintype.registry import keys, publish
from tintype.serving import loaded, start
from tintype.tensor import Tensor

QUADRANTS = DRAFTS["quadrants"]
WRONG = Golden(QUADRANTS.golden.input, {"scores": [1, 0, 0, 0]}, 0.1)


@pytest.fixture
def loads(monkeypatch):
    """Which versions were loaded."""
    seen = []
    real = loaded.load

    def spy(bucket, name, version, hint, threads, trust=None):
        seen.append((name, version))
        return real(bucket, name, version, hint, threads, trust)

    monkeypatch.setattr(loaded, "load", spy)
    return seen


def works(served):
    image = Tensor("image", "float32", (1, 8, 8, 1), array("f", [0.5] * 64).tobytes())
    return served.model.network.run({"image": image})["scores"].flat() == [0.5] * 4


def corrupt(bucket):
    """Release a version whose file was changed in S3 afterwards."""
    body = file("quadrants") + b"version two"
    manifest = release(bucket, "quadrants", body)
    bucket.put(keys.blob("quadrants", manifest.digest), body[::-1])


def missing_file(bucket):
    """Release a version whose file was deleted afterwards."""
    manifest = release(bucket, "quadrants", file("quadrants") + b"version two")
    bucket.delete(keys.blob("quadrants", manifest.digest))


def wrong_answer(bucket):
    """Release a version that fails its golden sample."""
    release(bucket, "quadrants", golden=WRONG)


def does_not_exist(bucket):
    """Release a version whose manifest was deleted afterwards."""
    manifest = release(bucket, "quadrants")
    bucket.delete(keys.manifest("quadrants", manifest.version))


def never_existed(bucket):
    """Put a pointer to a version that nobody published, as somebody might by hand."""
    bucket.put(keys.release("quadrants"), b'{"sequence": 9, "aliases": {"production": {"9": 1}}, "models": {}}')


def does_not_compile(bucket):
    """Release a file that is no model."""
    release(bucket, "quadrants", b"not a model")


def cannot_run(bucket):
    """Release a model with an operator that is not here, and without a golden sample."""
    specs = {"inputs": QUADRANTS.inputs, "outputs": (QUADRANTS.inputs[0]._replace(name="scores"),)}
    release(bucket, "quadrants", file("unsupported"), golden=None, **specs)


def unknown_runtime(bucket):
    """Release a model for a runtime that is not here."""
    release(bucket, "quadrants", runtime="onnx")


def unknown_task(bucket):
    """Release a model for a task that is not here."""
    release(bucket, "quadrants", task="divination")


def another_network(bucket):
    """Release a file whose tensors are not those of the manifest."""
    release(bucket, "quadrants", file("digits"), golden=None)


FAULTS = [
    (corrupt, CorruptFileError),
    (missing_file, CorruptFileError),
    (wrong_answer, GoldenSampleError),
    (does_not_exist, BrokenReleaseError),
    (never_existed, BrokenReleaseError),
    (does_not_compile, ModelFileError),
    (cannot_run, ModelFileError),
    (unknown_runtime, ModelFileError),
    (unknown_task, ManifestError),
    (another_network, ManifestError),
]
faults = pytest.mark.parametrize(("fault", "kind"), FAULTS, ids=[fault.__name__ for fault, _ in FAULTS])


def test_loaded_once(bucket, service, loads):
    """The first call loads the model and says how long it took; the next ones find it."""
    release(bucket, "quadrants")
    first, second = service.model("quadrants"), service.model("quadrants")
    assert (first.load_seconds > 0, second.load_seconds) == (True, 0)
    assert first.model is second.model
    assert works(second)
    assert loads == [("quadrants", 1)]


def test_newer_version(bucket, service, clock):
    """A newer version answers the first call that comes more than ten seconds after the last look, none before."""
    release(bucket, "quadrants")
    service.model("quadrants")
    release(bucket, "quadrants")
    clock.pass_by(9.9)
    assert service.model("quadrants").model.manifest.version == 1
    clock.pass_by(0.2)
    served = service.model("quadrants")
    assert (served.model.manifest.version, served.problem) == (2, "")
    assert works(served)


@faults
def test_newer_version_fails(bucket, service, clock, loads, fault, kind):
    """A newer version that cannot be served leaves the last good one in place, and is not tried again at once."""
    release(bucket, "quadrants")
    service.model("quadrants")
    fault(bucket)
    clock.pass_by(11)
    served = service.model("quadrants")
    assert served.model.manifest.version == 1
    assert served.problem.startswith(kind.__name__)
    assert works(served)
    tried = len(loads)
    clock.pass_by(5)
    assert "failed a moment ago" in service.model("quadrants").problem
    assert len(loads) == tried
    clock.pass_by(6)
    assert service.model("quadrants").problem.startswith(kind.__name__)
    assert len(loads) == tried + 1


@faults
def test_mended(bucket, service, clock, fault, kind):  # noqa: ARG001 -- the kind is the other test's
    """After a version that could not be served, the next good one takes over."""
    release(bucket, "quadrants")
    service.model("quadrants")
    fault(bucket)
    clock.pass_by(11)
    assert service.model("quadrants").problem
    bucket.delete(keys.release("quadrants"))  # as an owner might who starts over
    good = release(bucket, "quadrants")
    clock.pass_by(11)
    served = service.model("quadrants")
    assert (served.model.manifest.version, served.problem) == (good.version, "")


@faults
def test_first_version_fails(bucket, service, fault, kind):
    """With nothing to fall back on, the error is the registry's, and not the caller's."""
    fault(bucket)
    with pytest.raises(kind) as caught:
        service.model("quadrants")
    assert caught.value.status == 503
    assert bucket.name not in str(caught.value)


def test_last_good_was_let_go(bucket, make_service, clock):
    """The last good version is loaded again if it had to make room meanwhile."""
    service = make_service(model_memory_mb=0)
    release(bucket, "quadrants")
    release(bucket, "colours")
    service.model("quadrants")
    service.model("colours")
    wrong_answer(bucket)
    clock.pass_by(11)
    served = service.model("quadrants")
    assert served.model.manifest.version == 1
    assert works(served)


def test_s3_goes_down(bucket, service, clock, s3_down):
    """Without S3 the last good version answers and says so; when S3 is back, it says nothing."""
    release(bucket, "quadrants")
    service.model("quadrants")
    clock.pass_by(11)
    with s3_down():
        served = service.model("quadrants")
        assert works(served)
        assert "Connection refused" in served.problem
    clock.pass_by(11)
    assert service.model("quadrants").problem == ""


def test_s3_goes_down_before_loading(bucket, service, clock, s3_down):
    """When S3 falls silent between a newer release and its file, the last good version answers."""
    release(bucket, "quadrants")
    service.model("quadrants")
    release(bucket, "quadrants")
    clock.pass_by(11)
    service.release("quadrants")
    with s3_down():
        served = service.model("quadrants")
    assert served.model.manifest.version == 1
    assert "RegistryUnavailableError" in served.problem


def test_s3_is_down_at_first(bucket, service, s3_down):
    """Without S3 and without a model the registry is unavailable; the next call after that works."""
    release(bucket, "quadrants")
    with s3_down(), pytest.raises(RegistryUnavailableError) as caught:
        service.model("quadrants")
    assert (caught.value.status, caught.value.transient) == (503, True)
    assert works(service.model("quadrants"))


def test_memory_budget(bucket, make_service, loads):
    """Over the budget, the model used least recently makes room and is loaded again when it is asked for."""
    service = make_service(model_memory_mb=1)
    large = 300_000  # bytes of padding: one model takes 0.6 MB, two more than the budget
    release(bucket, "quadrants", file("quadrants") + bytes(large))
    release(bucket, "colours", file("colours") + bytes(large))
    service.model("quadrants")
    service.model("colours")
    assert works(service.model("quadrants"))
    assert loads == [("quadrants", 1), ("colours", 1), ("quadrants", 1)]


def test_explicit_version(bucket, service):
    """A version that is not live answers when it is asked for by its number."""
    release(bucket, "quadrants")
    publish(bucket, QUADRANTS, {"model": file("quadrants")})
    assert service.model("quadrants", 2).model.manifest.version == 2
    assert service.model("quadrants").model.manifest.version == 1


def test_label(bucket, service):
    """A label stands for the version that the release gives it."""
    release(bucket, "quadrants")
    release(bucket, "quadrants", alias="canary")
    assert service.model("quadrants", label="canary").model.manifest.version == 2
    assert service.model("quadrants").model.manifest.version == 1


def test_unknown(bucket, service):
    """An unknown model, version or label is not found."""
    release(bucket, "quadrants")
    with pytest.raises(ModelNotFoundError) as model:
        service.model("nothing")
    with pytest.raises(VersionNotFoundError) as version:
        service.model("quadrants", 2)
    with pytest.raises(VersionNotFoundError, match="labelled 'canary'") as label:
        service.model("quadrants", label="canary")
    assert [caught.value.status for caught in (model, version, label)] == [404] * 3


def test_preload(bucket, make_service, loads):
    """Models that are configured are loaded in the background, so that the first call need not wait for S3."""
    release(bucket, "quadrants")
    service = make_service(preload=("quadrants",))
    service.preload()
    served = service.model("quadrants")
    assert served.load_seconds == 0
    assert works(served)
    assert loads == [("quadrants", 1)]


@faults
def test_failing_preload(bucket, make_service, fault, kind):
    """A model that cannot be loaded beforehand breaks neither the container nor the other models."""
    fault(bucket)
    release(bucket, "colours")
    service = make_service(preload=("nothing", "quadrants", "colours"))
    service.preload()
    assert service.model("colours").load_seconds == 0
    with pytest.raises(kind):
        service.model("quadrants")


def test_unexpected_failure_of_preload(bucket, make_service, monkeypatch):
    """Not even a mistake of our own while preloading breaks the first call."""
    release(bucket, "quadrants")
    service = make_service(preload=("quadrants",))
    with monkeypatch.context() as patch:
        patch.setattr(loaded, "load", lambda *_: 1 // 0)
        service.preload()
        service.settle()
    assert works(service.model("quadrants"))


def test_snapshot(bucket, make_service, loads, own_threads):
    """A snapshot holds no thread and no connection; after it the release is read again, the model is still there."""
    release(bucket, "quadrants")
    service = make_service(preload=("quadrants",))
    service.preload()
    service.suspend()
    assert own_threads() == set()
    assert service.bucket._connection._socket is None  # noqa: SLF001
    release(bucket, "quadrants")
    service.resume()
    assert service.model("quadrants").model.manifest.version == 2
    assert loads == [("quadrants", 1), ("quadrants", 2)]


def test_storage(service, make_bucket):
    """Another bucket of the account is connected once, and a snapshot holds none of its connections."""
    other = make_bucket()
    other.put("a", b"1")
    kept = service.storage(other.name)
    assert kept.get("a").body == b"1"
    assert service.storage(other.name) is kept
    service.suspend()
    assert kept._connection._socket is None  # noqa: SLF001
    service.resume()
    assert service.storage(other.name) is not kept
    assert service.storage(other.name).get("a").body == b"1"


def test_s3_down_after_snapshot(bucket, make_service, s3_down):
    """A container restored while S3 is silent answers from the model in the snapshot."""
    release(bucket, "quadrants")
    service = make_service(preload=("quadrants",))
    service.preload()
    service.suspend()
    with s3_down():
        service.resume()
        served = service.model("quadrants")
        assert works(served)
        assert "Connection refused" in served.problem


def test_start(bucket, monkeypatch):
    """Starting reads the settings from the environment and preloads."""
    release(bucket, "quadrants")
    monkeypatch.setenv("TINTYPE_MODEL_BUCKET", bucket.name)
    monkeypatch.setenv("TINTYPE_PRELOAD", "quadrants")
    service = start()
    assert service.model("quadrants").load_seconds == 0
    service.suspend()


def test_start_without_bucket(monkeypatch):
    """Without the registry's bucket nothing starts, and the detail names the variable."""
    monkeypatch.delenv("TINTYPE_MODEL_BUCKET", raising=False)
    with pytest.raises(SettingsError) as caught:
        start()
    assert "TINTYPE_MODEL_BUCKET" in caught.value.detail
