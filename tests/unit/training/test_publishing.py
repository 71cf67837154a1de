from __future__ import annotations

import shutil

import pytest

from tests.support.signers import Owner
from tintype.errors import CorruptFileError, StorageUnavailableError
from tintype.registry import read_manifest, read_release
from tintype.registry.reading import read_document, read_signature
from tintype.signing.trust import Trust
from training import publishing
from training.errors import JobFailedError
from training.hyperparameters import Hyperparameters
from training.local import run_training_job
from training.publishing import open_registry, publish_folder


@pytest.fixture
def registry(bucket):
    return open_registry(f"s3://{bucket.name}")


@pytest.mark.slow
def test_publish_a_folder(registry, s3_client, job):
    """A published folder is a version with all its files, and production."""
    published = publish_folder(registry, job.model, release=True)
    assert published == read_manifest(registry, "digits", 1)
    for entry in published.files.values():
        key = f"models/digits/blobs/sha256/{entry.sha256}"
        assert s3_client.head_object(Bucket=registry.name, Key=key)["ContentLength"] == entry.size
    assert read_release(registry, "digits")[0].aliases == {"production": {1: 1.0}}


@pytest.mark.slow
def test_publish_without_release(registry, job):
    """A version may be published while production stays what it was."""
    publish_folder(registry, job.model, release=True)
    assert publish_folder(registry, job.model, release=False).version == 2
    assert read_release(registry, "digits")[0].aliases == {"production": {1: 1.0}}


@pytest.mark.slow
def test_signed_before_it_is_released(registry, job, monkeypatch):
    """A version that is signed has its signature before it goes live, so that no container refuses it."""
    owner, seen = Owner.new(), []
    real = publishing.promote

    def promoting(bucket, name, version, **notes):
        seen.append(read_signature(bucket, name, version))
        return real(bucket, name, version, **notes)

    monkeypatch.setattr(publishing, "promote", promoting)
    published = publish_folder(registry, job.model, release=True, signer=owner)
    document = read_document(registry, "digits", published.version)
    assert Trust([owner.public_key]).check("digits", published.version, document, seen[0]) == published


@pytest.mark.slow
def test_job_signs(registry, idx_folder, tmp_path, monkeypatch):
    """TINTYPE_SIGNING_KEY signs what a job publishes."""
    owner = Owner.new()
    (tmp_path / "key.pem").write_bytes(owner.pem()[0])
    monkeypatch.setenv("TINTYPE_SIGNING_KEY", str(tmp_path / "key.pem"))
    run_training_job(Hyperparameters(name="signed", epochs=1, registry=registry.name), idx_folder, tmp_path)
    signature = read_signature(registry, "signed", 1)
    Trust([owner.public_key]).check("signed", 1, read_document(registry, "signed", 1), signature)


def test_missing_key_is_found_before_training(registry, idx_folder, tmp_path, capfd):
    """A key that does not exist ends the job before it has trained for nothing."""
    with pytest.raises(JobFailedError, match="Expected a private key in"):
        run_training_job(Hyperparameters(registry=registry.name, signing_key="missing.pem"), idx_folder, tmp_path)
    assert "Data:" not in capfd.readouterr().out


@pytest.mark.slow
def test_changed_file(registry, job, tmp_path):
    """A file that was changed after the job is not published."""
    folder = shutil.copytree(job.model, tmp_path / "model")
    (folder / "model.tflite").write_bytes(b"something else")
    with pytest.raises(CorruptFileError, match="role 'model' differs"):
        publish_folder(registry, folder, release=True)


@pytest.mark.slow
def test_job_publishes(registry, idx_folder, tmp_path):
    """A job that is given a registry publishes what it made, and says which version it became."""
    settings = Hyperparameters(name="seen", epochs=1, registry=registry.name)
    result = run_training_job(settings, idx_folder, tmp_path)
    assert result.version == 1
    assert read_manifest(registry, "seen", 1).metrics["test_images"] == 128


@pytest.mark.slow
def test_registry_from_the_environment(registry, idx_folder, tmp_path, monkeypatch):
    """TINTYPE_MODEL_BUCKET names the registry where no hyperparameter does."""
    monkeypatch.setenv("TINTYPE_MODEL_BUCKET", registry.name)
    assert run_training_job(Hyperparameters(name="told", epochs=1), idx_folder, tmp_path).version == 1


@pytest.mark.usefixtures("aws")
def test_missing_registry_is_found_before_training(idx_folder, tmp_path, capfd):
    """A registry that does not exist ends the job before it has trained for nothing."""
    with pytest.raises(JobFailedError, match="Expected a registry to publish 'digits' to at s3://missing"):
        run_training_job(Hyperparameters(registry="s3://missing"), idx_folder, tmp_path)
    assert "Data:" not in capfd.readouterr().out


def test_no_credentials(monkeypatch, tmp_path):
    """Without credentials the message says which variables would give some."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    with pytest.raises(StorageUnavailableError, match="AWS_PROFILE or AWS_ACCESS_KEY_ID"):
        open_registry("models").get("anything")
