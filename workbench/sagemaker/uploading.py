"""Code and data on their way to S3; what is there already is not sent again."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from training.loaders import s3
from workbench.sagemaker.bundle import source_archive
from workbench.sagemaker.errors import SubmissionError

if TYPE_CHECKING:
    from collections.abc import Callable

PREFIX = "tintype/training"


class Uploads:
    """A bucket that takes code and data under names that follow from their content.

    Args:
        client: boto3's for S3.
        bucket: its name.
        say: is told what is sent.

    Raises:
        SubmissionError: there is no such bucket, or it may not be read.
    """

    def __init__(self, client: Any, bucket: str, say: Callable[[str], None]) -> None:  # noqa: ANN401 -- boto3's
        self._client, self._bucket, self._say = client, bucket, say
        try:
            client.head_bucket(Bucket=bucket)
        except ClientError as error:
            raise SubmissionError(
                f"the bucket {bucket} for code, data and checkpoints",
                str(error),
                f"Create it by `aws s3 mb s3://{bucket}`, or give --bucket.",
            ) from error

    @property
    def work(self) -> str:
        """The S3 prefix for everything of training."""
        return f"s3://{self._bucket}/{PREFIX}"

    def code(self) -> str:
        """Upload the job's code, and return where it is."""
        archive = source_archive()
        key = f"{PREFIX}/code/{hashlib.sha256(archive).hexdigest()}/sourcedir.tar.gz"
        if not self._has(key):
            self._say(f"Sending the code, {len(archive):,} bytes")
            self._client.put_object(Bucket=self._bucket, Key=key, Body=archive)
        return f"s3://{self._bucket}/{key}"

    def data(self, source: str) -> str:
        """Return the S3 prefix of a data set; a folder of this machine is uploaded.

        Raises:
            SubmissionError: neither ``s3://…`` nor a folder with files.
        """
        if s3.is_uri(source):
            return source
        folder = Path(source)
        files = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []
        if not files:
            raise SubmissionError("a folder with data, or s3://bucket/prefix", str(source), "Check the path.")
        prefix = f"{PREFIX}/data/{_digest(folder, files)}"
        missing = [path for path in files if not self._has(f"{prefix}/{path.relative_to(folder).as_posix()}")]
        if missing:
            self._say(f"Sending {len(missing):,} files of data from {folder}")
        for path in missing:
            self._client.upload_file(str(path), self._bucket, f"{prefix}/{path.relative_to(folder).as_posix()}")
        return f"s3://{self._bucket}/{prefix}"

    def _has(self, key: str) -> bool:
        try:
            self._client.head_object(Bucket=self._bucket, Key=key)
        except ClientError as error:
            if error.response["Error"]["Code"] in {"404", "403", "NoSuchKey"}:
                return False
            raise
        return True


def _digest(folder: Path, files: list[Path]) -> str:
    state = hashlib.sha256()
    for path in files:
        state.update(f"{path.relative_to(folder).as_posix()}\0".encode())
        state.update(hashlib.sha256(path.read_bytes()).digest())
    return state.hexdigest()
