"""A data set under an S3 prefix: everything below it is downloaded, then read like a folder."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from training.errors import S3PrefixError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_s3 import S3Client


class Location(NamedTuple):
    """A bucket and what the keys in it begin with, which is empty or ends in a slash."""

    bucket: str
    prefix: str


def is_uri(source: str | Path) -> bool:
    """Tell whether the source is written as ``s3://…``."""
    return str(source).startswith("s3://")


def parse(uri: str) -> Location:
    """Read ``s3://bucket/prefix``.

    Raises:
        S3PrefixError: there is no bucket in it.
    """
    parts = urlsplit(uri)
    if parts.scheme != "s3" or not parts.netloc:
        raise S3PrefixError("s3://bucket/prefix", repr(uri), "Write the bucket after two slashes.")
    prefix = parts.path.strip("/")
    return Location(parts.netloc, f"{prefix}/" if prefix else "")


def usual_client() -> S3Client:
    """Return a client with boto3's usual endpoint and credentials, ``AWS_ENDPOINT_URL`` included."""
    return boto3.client("s3")


def download(uri: str, folder: Path, client: S3Client | None = None) -> Path:
    """Download everything under an S3 prefix into a folder, keeping the paths below the prefix.

    Args:
        uri: ``s3://bucket/prefix``.
        folder: where to; it is made when missing.
        client: see :func:`usual_client`, the default.

    Returns:
        The folder.

    Raises:
        S3PrefixError: no such bucket, no object under the prefix, no permission, or no answer.
    """
    location = parse(uri)
    client = client or usual_client()
    try:
        keys = list(_keys(client, location))
        for key in keys:
            path = folder / _safe(key[len(location.prefix) :], uri)
            path.parent.mkdir(parents=True, exist_ok=True)
            client.download_file(location.bucket, key, str(path))
    except (ClientError, BotoCoreError) as error:
        raise S3PrefixError(
            f"to read {uri}", str(error), "Check the bucket's name, the credentials and AWS_ENDPOINT_URL."
        ) from error
    if not keys:
        raise S3PrefixError(f"a data set under {uri}", "no object", "Check the prefix.")
    return folder


def _keys(client: S3Client, location: Location) -> Iterator[str]:
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=location.bucket, Prefix=location.prefix)
    for page in pages:
        yield from (item["Key"] for item in page.get("Contents", []) if not item["Key"].endswith("/"))


def _safe(relative: str, uri: str) -> PurePosixPath:
    path = PurePosixPath(relative)
    if path.is_absolute() or ".." in path.parts:
        raise S3PrefixError(f"keys that are plain paths under {uri}", repr(relative), "Rename the object.")
    return path
