"""boto3's sessions: with credentials and a region, or leading to the local AWS."""

from __future__ import annotations

import os
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError

from workbench.context.samconfig import configured_region
from workbench.errors import ContextError
from workbench.local.aws.client import ACCESS_KEY, SECRET_KEY
from workbench.local.template.names import LOCAL_REGION

_PATH_STYLE = Config(retries={"total_max_attempts": 3}, s3={"addressing_style": "path"}, read_timeout=70)


class _LocalSession(boto3.Session):
    """Makes clients of the local AWS alone.

    Args:
        url: its address.
    """

    def __init__(self, url: str) -> None:
        super().__init__(ACCESS_KEY, SECRET_KEY, region_name=LOCAL_REGION)
        self._url = url

    def client(self, service_name: Any, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401
        """Return a client of one service."""
        here: dict[str, Any] = {"endpoint_url": self._url, "config": _PATH_STYLE}
        return super().client(service_name, *arguments, **here | options)


def local_session(url: str) -> boto3.Session:
    """Return a session whose clients speak to the local AWS at this address."""
    return _LocalSession(url)


def aws_session(region: str | None, profile: str | None, stack: str | None = None) -> boto3.Session:
    """Return a session with credentials and a region, as AWS's own tools would find them.

    Args:
        region: None for ``AWS_REGION``, ``AWS_DEFAULT_REGION``, samconfig.toml's, then the profile's.
        profile: None for the usual credentials.
        stack: whose region in samconfig.toml counts.

    Raises:
        ContextError: the profile is unknown, or credentials or the region are missing.
    """
    named = region or os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or configured_region(stack)
    try:
        session = boto3.Session(profile_name=profile, region_name=named)
        credentials = session.get_credentials()
    except BotoCoreError as error:
        raise ContextError(
            "a profile of the AWS configuration", str(error), "List them by `aws configure list-profiles`."
        ) from error
    if credentials is None:
        raise ContextError("AWS credentials", "none", "Run `aws configure`, or name a profile by --profile.")
    if session.region_name is None:
        raise ContextError("a region", "none", "Name one by --region or AWS_DEFAULT_REGION.")
    return session
