from __future__ import annotations

import pytest

from tests.models.published import DRAFTS, file, release
from tintype.errors import (
    CorruptFileError,
    GoldenSampleError,
    ManifestError,
    ModelFileError,
    RegistryUnavailableError,
    VersionNotFoundError,
)
from tintype.images import Preprocessing
from tintype.manifest import FileEntry, Golden
from tintype.registry import keys, publish
from tintype.serving.model import load
from tintype.tensor import TensorSpec

QUADRANTS = DRAFTS["quadrants"]


@pytest.fixture
def published(bucket):
    """Return a function that publishes the model with other fields, or another file."""

    def publishing(model=b"", **changes):
        return publish(bucket, QUADRANTS._replace(**changes), {"model": model or file("quadrants")})

    return publishing


@pytest.mark.parametrize("hinted", [True, False])
def test_loaded(bucket, published, hinted):
    """A version is loaded whether or not a release has said beforehand which file it will be."""
    manifest = published()
    model = load(bucket, "quadrants", 1, manifest.files["model"] if hinted else None, 1)
    assert model.manifest == manifest
    assert model.network.inputs == manifest.inputs


def test_wrong_hint(bucket, published, own_threads):
    """The manifest decides when a release names another file, and no thread is left behind."""
    manifest = published()
    assert load(bucket, "quadrants", 1, FileEntry("0" * 64, 5), 1).manifest == manifest
    assert own_threads() == set()


def test_memory(bucket, published):
    """The memory that a model takes is told as twice its file."""
    published()
    assert load(bucket, "quadrants", 1, None, 1).memory == 2 * len(file("quadrants"))


@pytest.mark.parametrize(
    ("measured", "expected"),
    [(43.5, 43_500_000), (0.0, None), (-1.0, None), (float("inf"), None), (float("nan"), None), ("much", None)],
)
def test_measured_memory(bucket, published, measured, expected):
    """What was measured when the version was published counts where it is more, and is a number."""
    published(metrics={"memory_mb": measured})
    assert load(bucket, "quadrants", 1, None, 1).memory == (expected or 2 * len(file("quadrants")))


def test_further_file(bucket, coarse_codec):
    """A version's further file is fetched and read before it answers, and counts for its memory."""
    published = release(bucket, "coder")
    model = load(bucket, "coder", 1, None, 1)
    assert model.prepared == coarse_codec.Tables(0)
    assert model.memory == 2 * sum(published.files[role].size for role in ("model", "tables"))


@pytest.mark.parametrize(("body", "kind"), [(b"damage", CorruptFileError), (b"short", CorruptFileError)])
def test_corrupt_further_file(bucket, coarse_codec, body, kind):  # noqa: ARG001
    """A further file that was changed in S3 keeps the version from being served, and is named."""
    published = release(bucket, "coder")
    bucket.put(keys.blob("coder", published.files["tables"].sha256), body)
    with pytest.raises(kind, match="The file 'tables' differs from what was published"):
        load(bucket, "coder", 1, None, 1)


def test_unreadable_further_file(bucket, coarse_codec):  # noqa: ARG001
    """A further file that was published as it is, but is none that the task can read, is refused."""
    release(bucket, "coder", files={"tables": b"{}"})
    with pytest.raises(ManifestError, match="tables"):
        load(bucket, "coder", 1, None, 1)


def test_open_batch(bucket, published):
    """A manifest may leave the batch open, which the network makes one."""
    published(inputs=(TensorSpec("image", "float32", (-1, 8, 8, 1)),))
    assert load(bucket, "quadrants", 1, None, 1)


@pytest.mark.parametrize(
    "changes",
    [
        {"inputs": (TensorSpec("picture", "float32", (1, 8, 8, 1)),)},
        {"inputs": (TensorSpec("image", "uint8", (1, 8, 8, 1)),)},
        {"inputs": (TensorSpec("image", "float32", (1, 28, 28, 1)),)},
        {"inputs": (TensorSpec("image", "float32", (1, 64)),)},
        {"inputs": ()},
        {"inputs": (*QUADRANTS.inputs, TensorSpec("mask", "float32", (1, 8, 8, 1)))},
        {"outputs": (TensorSpec("mask", "float32", (1, 4)),)},
        {"outputs": (TensorSpec("scores", "float32", (1, 10)),)},
        {"outputs": ()},
        {"preprocessing": Preprocessing(28, 28, mode="L")},
        {"preprocessing": Preprocessing(8, 8, mode="RGB")},
        {"preprocessing": Preprocessing(8, 8, mode="L", dtype="uint8")},
        {"task": "divination"},
    ],
    ids=str,
)
def test_contradiction(bucket, published, changes):
    """A manifest whose tensors, preprocessing or task do not fit the file is refused before anybody is answered."""
    published(golden=None, **changes)
    with pytest.raises(ManifestError) as caught:
        load(bucket, "quadrants", 1, None, 1)
    assert caught.value.status == 503


def test_unknown_runtime(bucket, published):
    """A runtime that is not here is an error of the model."""
    published(runtime="onnx")
    with pytest.raises(ModelFileError):
        load(bucket, "quadrants", 1, None, 1)


@pytest.mark.parametrize(
    ("model", "kind"), [(b"no model", ModelFileError), (file("quadrants")[:800], ModelFileError)], ids=["other", "cut"]
)
def test_not_a_model(bucket, published, model, kind):
    """A file that was published as it is, but is no model, is refused by the runtime."""
    published(model)
    with pytest.raises(kind):
        load(bucket, "quadrants", 1, None, 1)


def test_wrong_answer(bucket, published, monkeypatch):
    """A model that fails its golden sample is closed again."""
    closed = []
    real = "tintype.runtimes.litert.network.LiteRtNetwork.close"
    monkeypatch.setattr(real, lambda _network: closed.append("closed"))
    published(golden=Golden(QUADRANTS.golden.input, {"scores": [1, 0, 0, 0]}, 0.1))
    with pytest.raises(GoldenSampleError):
        load(bucket, "quadrants", 1, None, 1)
    assert len(closed) == 1


def test_corrupt_file(bucket, published):
    """Bytes that were changed in S3 are not loaded."""
    manifest = published()
    body = bytearray(file("quadrants"))
    body[500] ^= 1
    bucket.put(keys.blob("quadrants", manifest.digest), bytes(body))
    with pytest.raises(CorruptFileError):
        load(bucket, "quadrants", 1, manifest.files["model"], 1)


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"\xff", b'{"format": 99}'])
def test_corrupt_manifest(bucket, published, body):
    """A manifest that cannot be read is said to be that."""
    published()
    bucket.put(keys.manifest("quadrants", 1), body)
    with pytest.raises(ManifestError):
        load(bucket, "quadrants", 1, None, 1)


def test_no_such_version(bucket, published, own_threads):
    """A version that was never published is not found, and the early download of its file is over."""
    manifest = published()
    with pytest.raises(VersionNotFoundError):
        load(bucket, "quadrants", 2, manifest.files["model"], 1)
    assert own_threads() == set()


def test_unreachable(bucket, published, s3_down):
    """Without an answer of S3 the registry is unavailable, which may pass."""
    published()
    with s3_down(), pytest.raises(RegistryUnavailableError) as caught:
        load(bucket, "quadrants", 1, None, 1)
    assert caught.value.transient
