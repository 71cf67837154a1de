"""The stack that runs on this machine."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from tintype.s3 import Bucket, Credentials
from workbench.context.base import Buckets, Context
from workbench.errors import ContextError
from workbench.local.aws.client import ACCESS_KEY, SECRET_KEY
from workbench.local.template.names import LOCAL_REGION

if TYPE_CHECKING:
    from pathlib import Path

    import boto3

    from workbench.local.ready import Ready


class LocalContext(Context):
    """A running local stack.

    Args:
        stack: what it says of itself.
        home: its folder.
    """

    kind = "local"
    name = "local"
    region = LOCAL_REGION

    def __init__(self, stack: Ready, home: Path) -> None:
        self.stack = stack
        self.home = home
        self.api_url = stack.api
        self.signs = stack.signs
        self.buckets = Buckets(
            *(stack.buckets.get(name, "") for name in ("ModelBucket", "UploadBucket", "ResultBucket"))
        )

    @cached_property
    def session(self) -> boto3.Session:
        """Makes clients of the local S3, SQS and the rest, whatever the environment says about AWS."""
        from workbench.context.sessions import local_session  # noqa: PLC0415  # imports boto3

        return local_session(self.stack.aws)

    def api_key(self) -> str:
        """Return the first caller's API key."""
        return self.stack.api_key

    def queue(self, name: str) -> str:
        """Return a queue's URL by its logical id."""
        if name not in self.stack.queues:
            mend = "Start it with the project's template."
            raise ContextError(f"the local stack to have the queue {name}", "none", mend)
        url: str = self.session.client("sqs").get_queue_url(QueueName=self.stack.queues[name])["QueueUrl"]
        return url

    def registry(self) -> Bucket:
        """Return the bucket of models, over a connection of its own."""
        return Bucket(
            self.buckets.models,
            address=self.stack.aws.removeprefix("http://"),
            tls=False,
            region=LOCAL_REGION,
            credentials=lambda: Credentials(ACCESS_KEY, SECRET_KEY),
        )
