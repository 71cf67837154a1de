"""Versions come, are remembered, and go, by the command line."""

import json
import tarfile

import pytest

from tests.support.signers import Owner
from tintype.manifest import Manifest
from tintype.registry import keys, read_manifest
from tintype.registry.blob import Blob
from tintype.registry.reading import list_versions, read_document, read_signature
from tintype.signing.trust import Trust


@pytest.fixture
def folder(tmp_path, make_draft):
    """A model folder as a training job leaves it."""
    made = tmp_path / "model"
    made.mkdir()
    files = {"model": b"the model", "report": b"the report"}
    entries = {role: Blob.of(body).entry for role, body in files.items()}
    for role, body in files.items():
        (made / f"{role}.bin").write_bytes(body)
    (made / "manifest.json").write_bytes(Manifest(version=0, files=entries, **make_draft()._asdict()).to_json())
    (made / "notes.txt").write_text("not of the version")
    return made


def test_publish_a_folder(run, bucket, folder):
    """A folder becomes the next version; nothing is live by that."""
    done = run("publish", folder)
    assert done.stdout == "published digits@1; `tintype promote digits@1` lets it answer\n"
    manifest = read_manifest(bucket, "digits", 1)
    assert sorted(manifest.files) == ["model", "report"]
    assert bucket.get(keys.blob("digits", manifest.digest)).body == b"the model"
    found = json.loads(run("publish", folder, "--name", "others", "--json").stdout)
    assert (found["model"], found["version"], found["digest"]) == ("others", 1, manifest.digest)


@pytest.mark.parametrize("inside", [".", "model"])
def test_publish_an_archive(run, bucket, folder, tmp_path, inside):
    """What SageMaker has packed is published as it is, with or without a folder in it."""
    archive = tmp_path / "model.tar.gz"
    with tarfile.open(archive, "w:gz") as packed:
        packed.add(folder, inside)
    assert run("publish", archive).exit_code == 0
    assert list_versions(bucket, "digits") == [1]


def test_publish_what_is_none(run, bucket, folder, tmp_path):
    """A file that is no archive, one that reaches out of its folder, and a folder without its files are refused."""
    (tmp_path / "text").write_text("hello")
    with tarfile.open(tmp_path / "evil.tar", "w") as packed:
        packed.add(folder / "manifest.json", "../manifest.json")
    (folder / "model.bin").write_bytes(b"something else")
    said = {}
    for name in ("text", "evil.tar", "model", "."):
        done = run("publish", tmp_path / name)
        assert done.exit_code == 1
        said[name] = done.stderr
    assert "a tar archive of one" in said["text"]
    assert "outside the destination" in said["evil.tar"]
    assert "role 'model' differs from what was published" in said["model"]
    assert list_versions(bucket, "digits") == []


@pytest.mark.usefixtures("digits")
def test_tag(run):
    """Tags are added, shown and taken away, with who did it."""
    done = run("tag", "digits@3", "best", "audited", "--description", "trained on all")
    assert (done.exit_code, "audited, best" in done.stdout, "trained on all" in done.stdout) == (0, True, True)
    found = json.loads(run("tag", "digits@staging", "--remove", "audited", "--json").stdout)
    assert (found["version"], found["tags"], found["description"]) == (3, ["best"], "trained on all")
    assert "@" in found["who"]
    assert json.loads(run("tag", "digits@3", "--json").stdout) == found
    assert "none" in run("tag", "digits").stdout


@pytest.mark.usefixtures("digits")
@pytest.mark.parametrize(("arguments", "code"), [(["digits@9", "best"], 4), (["digits@3", "Best"], 1)])
def test_tag_what_cannot_be(run, arguments, code):
    """A version that does not exist, and what is no tag, are refused."""
    assert run("tag", *arguments).exit_code == code


@pytest.fixture
def old(monkeypatch):
    """Everything in the registry looks older than a day."""
    monkeypatch.setattr("tintype.registry.collecting.age", lambda _: 100_000.0)


@pytest.mark.usefixtures("digits", "old")
def test_prune(run, bucket):
    """What nobody needs is only named at first, and goes when told so; what it was is still known."""
    arguments = ("prune", "digits", "--last", 1, "--days", 0)
    done = run(*arguments)
    assert "digits: 1 file, 4 bytes, would be deleted; --yes does it" in done.stdout
    assert read_manifest(bucket, "digits", 1).version == 1
    found = json.loads(run(*arguments, "--yes", "--json").stdout)
    assert {version: why[0] for version, why in found["kept"].items()} == {"2": "production", "3": "staging"}
    assert (found["collected"], found["files"], found["bytes"], found["done"]) == ([1], 1, 4, True)
    done = run("promote", "digits@1")
    assert (done.exit_code, "Version 1 of 'digits' was collected on" in done.stderr) == (4, True)
    shown = json.loads(run("show", "digits@1", "--json").stdout)
    assert (shown["metrics"], "live within 0 days" in shown["collected"]["why"]) == ({"accuracy": 0.9}, True)
    assert "collected.when" in run("show", "digits@1").stdout
    assert "digits: nothing to collect" in run(*arguments, "--yes").stdout


@pytest.mark.usefixtures("digits")
def test_prune_by_default(run):
    """By default the last five stay, and everything that is new."""
    found = json.loads(run("prune", "digits", "--json").stdout)
    assert (sorted(found["kept"]), found["collected"], found["files"]) == (["1", "2", "3"], [], 0)
    assert found["kept"]["1"] == ["one of the last 5", "published less than 24 hours ago"]
    assert run("prune", "others").exit_code == 4


def test_publish_signed(run, bucket, folder, tmp_path, monkeypatch):
    """TINTYPE_SIGNING_KEY or --signing-key signs what is published; without a key there, nothing is published."""
    owner = Owner.new()
    (tmp_path / "key.pem").write_bytes(owner.pem()[0])
    assert run("publish", folder, "--signing-key", tmp_path / "key.pem").exit_code == 0
    monkeypatch.setenv("TINTYPE_SIGNING_KEY", str(tmp_path / "key.pem"))
    assert run("publish", folder).exit_code == 0
    for version in (1, 2):
        document, signature = (read(bucket, "digits", version) for read in (read_document, read_signature))
        assert Trust([owner.public_key]).check("digits", version, document, signature).version == version
    done = run("publish", folder, "--signing-key", tmp_path / "missing.pem")
    assert (done.exit_code, "Expected a private key in" in done.stderr) == (1, True)
    assert list_versions(bucket, "digits") == [1, 2]
