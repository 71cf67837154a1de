"""What every deployment offers to the commands that work with it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    import boto3
    from mypy_boto3_s3 import S3Client

    from tintype.s3 import Bucket


class Buckets(NamedTuple):
    """The names of a deployment's buckets."""

    models: str
    uploads: str
    results: str


class Context(ABC):
    """A deployment of Tintype.

    Attributes:
        kind: the local stack, or one on AWS.
        name: the stack's.
        region: its AWS region.
        api_url: the API's address with the stage, without a slash at the end.
        buckets: the names of its buckets.
        signs: whether its callers sign by AWS credentials (`Authorization=IAM`).
    """

    kind: Literal["local", "aws"]
    name: str
    region: str
    api_url: str
    buckets: Buckets
    signs: bool = False

    @property
    def where(self) -> str:
        """The deployment in words, for messages."""
        return "the local stack" if self.kind == "local" else f"the stack {self.name} in {self.region}"

    @property
    @abstractmethod
    def session(self) -> boto3.Session:
        """Makes boto3's clients for this deployment, with its credentials, region and endpoints."""

    def s3_client(self) -> S3Client:
        """Return a client of S3 for any of its buckets."""
        client: S3Client = self.session.client("s3")
        return client

    @abstractmethod
    def api_key(self) -> str:
        """Return the first caller's API key."""

    @abstractmethod
    def queue(self, name: str) -> str:
        """Return a queue's URL by its logical id, such as ``UploadQueue``."""

    @abstractmethod
    def registry(self) -> Bucket:
        """Return the bucket of models, over a connection of its own."""
