from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.e2e.missing import give_up
from tests.e2e.sam import REPOSITORY
from tests.support.contexts import Here
from tests.support.signers import Owner
from tintype.errors import (
    AlteredVersionError,
    CorruptFileError,
    ManifestError,
    PublishError,
    SignatureError,
    UnsignedVersionError,
    UntrustedSignatureError,
    VersionNotFoundError,
)
from tintype.registry import keys, read_manifest
from tintype.registry.reading import read_document, read_signature
from tintype.signing.bundle import hint
from tintype.signing.trust import Trust
from workbench.cli import main
from workbench.commands.signing import attach, export, sign, verify
from workbench.errors import WorkbenchError

OWNER, SOMEBODY = Owner.new(), Owner.new()
MODEL_SIGNING = REPOSITORY / ".tools/signing/bin/model_signing"
WHAT = "quadrants@1"


@pytest.fixture
def here(bucket, publish_quadrants):
    """A registry with one version, in which there are two files."""
    publish_quadrants(report=b"a report")
    return Here(bucket)


@pytest.fixture
def key_files(tmp_path):
    """The owner's private and public key."""
    paths = tmp_path / "key.pem", tmp_path / "pub.pem"
    for path, content in zip(paths, OWNER.pem(), strict=True):
        path.write_bytes(content)
    return [str(path) for path in paths]


@pytest.fixture
def other_key(tmp_path):
    """Somebody else's public key."""
    (tmp_path / "other.pem").write_bytes(SOMEBODY.pem()[1])
    return str(tmp_path / "other.pem")


@pytest.fixture
def model_signing(tmp_path):
    """Return a function that runs OpenSSF's own command and returns whether it succeeded, and what it said."""
    if not MODEL_SIGNING.exists():
        give_up("expected OpenSSF Model Signing; run make .tools/signing/.installed")

    def run(*arguments):
        command = [str(MODEL_SIGNING), *(str(argument) for argument in arguments)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
        return done.returncode == 0, done.stdout + done.stderr

    return run


def test_sign_and_verify(here, key_files, other_key):
    """A version that was signed is verified by the public key, beside others, and not by another alone."""
    private, public = key_files
    assert sign(here, WHAT, private)["key"] == hint(OWNER.public_key)
    assert verify(here, WHAT, [other_key, public])["files"] == ["model", "report"]
    with pytest.raises(UntrustedSignatureError):
        verify(here, WHAT, [other_key])


def test_verify_unsigned(here, key_files):
    """A version that nobody signed is not verified."""
    with pytest.raises(UnsignedVersionError):
        verify(here, WHAT, key_files[1:])


@pytest.mark.parametrize("role", ["model", "report"])
def test_verify_every_file(here, key_files, bucket, role):
    """A file that was changed after it was signed is found, also one that no container reads."""
    sign(here, WHAT, key_files[0])
    entry = read_manifest(bucket, "quadrants", 1).files[role]
    bucket.put(keys.blob("quadrants", entry.sha256), b"?" * entry.size)
    with pytest.raises(CorruptFileError):
        verify(here, WHAT, key_files[1:])


def test_verify_manifest(here, key_files, bucket):
    """A manifest that was changed after it was signed is found."""
    sign(here, WHAT, key_files[0])
    bucket.put(keys.manifest("quadrants", 1), read_document(bucket, "quadrants", 1) + b" ")
    with pytest.raises(AlteredVersionError):
        verify(here, WHAT, key_files[1:])


def test_no_such_version(here, key_files, tmp_path):
    """What is not published is neither signed, nor verified, nor exported."""
    for command in (
        lambda: sign(here, "quadrants@7", key_files[0]),
        lambda: verify(here, "quadrants@7", key_files[1:]),
        lambda: export(here, "quadrants@7", tmp_path / "out"),
    ):
        with pytest.raises(VersionNotFoundError):
            command()
    assert not (tmp_path / "out").exists()


def test_export(here, key_files, bucket, tmp_path):
    """An exported folder has manifest, files and signature; one that exists is left alone."""
    sign(here, WHAT, key_files[0])
    folder = tmp_path / "out"
    export(here, WHAT, folder)
    written = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert written["manifest.json"] == read_document(bucket, "quadrants", 1)
    assert written["signature.json"] == read_signature(bucket, "quadrants", 1)
    assert written["files/report"] == b"a report"
    assert len(written) == 4
    with pytest.raises(WorkbenchError, match="not there yet"):
        export(here, WHAT, folder)


def test_export_stays_inside(here, bucket, tmp_path):
    """A role that would be a path out of the folder is refused, whoever wrote it into the registry."""
    manifest = read_manifest(bucket, "quadrants", 1)
    forged = manifest._replace(files={**manifest.files, "../../outside": manifest.files["report"]})
    bucket.put(keys.manifest("quadrants", 1), forged.to_json())
    with pytest.raises(ManifestError, match="plain names"):
        export(here, WHAT, tmp_path / "a" / "b")
    assert not (tmp_path / "outside").exists()


def test_command_without_a_key():
    """Without a key the command says how to give one."""
    environment = {**os.environ, "TINTYPE_SIGNING_KEY": "", "COLUMNS": "200"}
    result = CliRunner().invoke(main, ["sign", WHAT], env=environment)
    assert (result.exit_code, "--key" in result.output) == (2, True)


@pytest.mark.slow
def test_they_verify_what_we_sign(here, key_files, other_key, tmp_path, model_signing):
    """OpenSSF Model Signing verifies an exported version that Tintype signed, by the right key, and finds changes."""
    sign(here, WHAT, key_files[0])
    folder = tmp_path / "out"
    export(here, WHAT, folder)
    ask = ("verify", "key", "--signature", folder / "signature.json", "--public_key")
    assert model_signing(*ask, key_files[1], folder) == (True, "Verification succeeded\n")
    assert not model_signing(*ask, other_key, folder)[0]
    (folder / "files/report").write_bytes(b"a retort")
    succeeded, said = model_signing(*ask, key_files[1], folder)
    assert (succeeded, "files/report" in said) == (False, True)


@pytest.mark.slow
def test_we_verify_what_they_sign(here, key_files, other_key, bucket, tmp_path, model_signing):
    """What OpenSSF Model Signing signed is attached, verified and trusted like our own, and by no other key."""
    folder, signature = tmp_path / "out", tmp_path / "model.sig"
    export(here, WHAT, folder)
    assert model_signing("sign", "key", "--private_key", key_files[0], "--signature", signature, folder)[0]
    with pytest.raises(UntrustedSignatureError):
        attach(here, WHAT, other_key, signature)
    attach(here, WHAT, key_files[1], signature)
    verify(here, WHAT, key_files[1:])
    document = read_document(bucket, "quadrants", 1)
    Trust([OWNER.public_key]).check("quadrants", 1, document, read_signature(bucket, "quadrants", 1))


@pytest.mark.slow
def test_they_sign_in_another_way(here, key_files, tmp_path, model_signing):
    """What they signed of another folder is no signature of a version, nor is anything else."""
    folder, signature = tmp_path / "out", tmp_path / "model.sig"
    export(here, WHAT, folder)
    (folder / "manifest.json").write_bytes(b"{}")
    assert model_signing("sign", "key", "--private_key", key_files[0], "--signature", signature, folder)[0]
    with pytest.raises(AlteredVersionError):
        attach(here, WHAT, key_files[1], signature)
    signature.write_text("{}")
    with pytest.raises(SignatureError):
        attach(here, WHAT, key_files[1], signature)


def test_attach_without_a_key(here, tmp_path):
    """A signature from elsewhere needs the public key that it must be by."""
    (tmp_path / "model.sig").write_text("{}")
    with pytest.raises(PublishError, match="public key"):
        attach(here, WHAT, str(tmp_path / "nothing.pem"), Path(tmp_path / "model.sig"))
