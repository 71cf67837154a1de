"""From a model folder to a new version in the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import boto3

from tintype.errors import RegistryError, StorageError, StorageUnavailableError
from tintype.registry import promote, publish
from tintype.registry.folder import read_folder
from tintype.registry.reading import list_versions
from tintype.registry.signing import sign
from tintype.s3 import Bucket, Credentials
from training.identity import who
from training.loaders import s3

if TYPE_CHECKING:
    from pathlib import Path

    from tintype.manifest import Manifest
    from tintype.registry.signing import Signer


def open_registry(where: str) -> Bucket:
    """Return the registry's bucket, with the credentials that boto3 finds (profile, role, environment).

    Args:
        where: a bucket's name, or ``s3://bucket``.

    Raises:
        StorageUnavailableError: there are no credentials.
    """
    name = s3.parse(where).bucket if s3.is_uri(where) else where
    return Bucket.from_environment(name, credentials=_credentials)


def check_registry(where: str, name: str) -> None:
    """Find out before minutes of training whether there is a registry to publish to.

    Raises:
        RegistryError: there is no such bucket, it may not be read, or it does not answer.
    """
    try:
        list_versions(open_registry(where), name)
    except StorageError as error:
        raise RegistryError(
            f"Expected a registry to publish {name!r} to at {where}, received: {error} "
            "Check the bucket's name, the credentials and AWS_ENDPOINT_URL."
        ) from error


def publish_folder(bucket: Bucket, folder: Path, *, release: bool, signer: Signer | None = None) -> Manifest:
    """Publish what a training job has written, sign it, and make it ``production`` if asked to.

    Args:
        bucket: the registry's.
        folder: a job's model folder, or an unpacked ``model.tar.gz``.
        release: promote the new version.
        signer: signs it before that; None for nobody.

    Raises:
        PublishError, CorruptFileError: the folder has no manifest, or not the files that it names.
        TintypeError: what the registry refuses, see ``tintype.registry``.
    """
    published = publish(bucket, *read_folder(folder))
    if signer:
        sign(bucket, published.name, published.version, signer)
    if release:
        promote(bucket, published.name, published.version, who=who(), why="published by a training job")
    return published


def _credentials() -> Credentials:
    found = boto3.Session().get_credentials()
    if found is None:
        raise StorageUnavailableError(
            "Expected AWS credentials to publish with, received none. Set AWS_PROFILE or AWS_ACCESS_KEY_ID."
        )
    keys = found.get_frozen_credentials()
    return Credentials(keys.access_key or "", keys.secret_key or "", keys.token or "")
