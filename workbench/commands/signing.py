"""`tintype sign`, `tintype verify` and `tintype export`: who answers for a version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tintype.errors import ManifestError
from tintype.registry import signing
from tintype.registry.keys import is_name
from tintype.registry.reading import read_document, read_manifest, read_signature
from tintype.serving.download import fetch
from tintype.signing import statement
from tintype.signing.bundle import hint
from tintype.signing.trust import Trust
from training.signing import configured_signer, open_signer, read_public_key
from workbench.errors import WorkbenchError
from workbench.references import named

if TYPE_CHECKING:
    from pathlib import Path

    import boto3

    from tintype.registry.signing import Signer
    from tintype.s3 import Bucket
    from workbench.context import Context


def sign(context: Context, what: str, key: str, password: str = "") -> dict[str, Any]:
    """Sign a version, and return its ``model``, ``version`` and ``key``, the SHA-256 of the public one.

    Raises:
        PublishError: no such key, or somebody else has signed.
        VersionNotFoundError: there is no such version.
    """
    signer, bucket = open_signer(key, password, _session(context)), context.registry()
    name, version = named(bucket, what)
    signing.sign(bucket, name, version, signer)
    return {"model": name, "version": version, "key": hint(signer.public_key)}


def signer_of(context: Context, key: str) -> Signer | None:
    """Return who signs what a command publishes, if anybody.

    Raises:
        PublishError: no such key.
    """
    return configured_signer(key, _session(context)) if key else None


def attach(context: Context, what: str, key: str, signature: Path) -> dict[str, Any]:
    """Lay a signature that was made elsewhere beside a version, and return the same.

    Raises:
        SignatureError: it is not good.
        PublishError: no such key, or somebody else has signed.
        VersionNotFoundError: there is no such version.
    """
    public, bucket = read_public_key(key, _session(context)), context.registry()
    name, version = named(bucket, what)
    signing.attach(bucket, name, version, signature.read_bytes(), Trust([public]))
    return {"model": name, "version": version, "key": hint(public)}


def verify(context: Context, what: str, keys: list[str]) -> dict[str, Any]:
    """Check a version's signature and every file, and return its ``model``, ``version`` and ``files``.

    Raises:
        SignatureError: none of the keys signed exactly this manifest.
        CorruptFileError: a file is not what was signed.
        VersionNotFoundError: there is no such version.
    """
    trust = Trust([read_public_key(key, _session(context)) for key in keys])
    bucket = context.registry()
    name, version = named(bucket, what)
    document = read_document(bucket, name, version)
    manifest = trust.check(name, version, document, read_signature(bucket, name, version))
    for entry in manifest.files.values():
        fetch(bucket, name, entry)
    return {"model": name, "version": version, "files": sorted(manifest.files)}


def export(context: Context, what: str, folder: Path) -> dict[str, Any]:
    """Write a version into a new folder, and return its ``model``, ``version`` and ``folder``.

    Raises:
        WorkbenchError: the folder exists.
        CorruptFileError: a file is not what was published.
        ManifestError: a role is no name for a file.
        VersionNotFoundError: there is no such version.
    """
    bucket = context.registry()
    name, version = named(bucket, what)
    manifest = read_manifest(bucket, name, version)
    if folder.exists():
        raise WorkbenchError("a folder that is not there yet", str(folder), "Name another one, or remove it.")
    files = folder / statement.FILES
    files.mkdir(parents=True)
    for role, entry in manifest.files.items():
        if not is_name(role):  # anybody who may write to the registry may have named it ../../.profile
            raise ManifestError("manifest", "roles that are plain names", repr(role))
        (files / role).write_bytes(fetch(bucket, name, entry))
    _write_documents(bucket, name, version, folder)
    return {"model": name, "version": version, "folder": str(folder)}


def _write_documents(bucket: Bucket, name: str, version: int, folder: Path) -> None:
    (folder / statement.MANIFEST).write_bytes(read_document(bucket, name, version))
    if signature := read_signature(bucket, name, version):
        (folder / statement.SIGNATURE).write_bytes(signature)


def _session(context: Context) -> boto3.Session | None:
    """Keys of AWS are the deployed stack's account's; beside a local stack, those of the environment."""
    return context.session if context.kind == "aws" else None
