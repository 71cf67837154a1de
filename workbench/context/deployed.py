"""A stack on AWS, as the outputs of CloudFormation describe it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from botocore.exceptions import BotoCoreError, ClientError

from tintype.s3 import Bucket, Credentials
from workbench.context.base import Buckets, Context
from workbench.context.samconfig import DEFAULT_STACK
from workbench.context.sessions import aws_session
from workbench.errors import ContextError

if TYPE_CHECKING:
    import boto3
    from mypy_boto3_cloudformation.type_defs import StackTypeDef

_REGISTRY_SECONDS = 30.0


class DeployedContext(Context):
    """A stack on AWS.

    Args:
        session: with credentials and a region.
        description: CloudFormation's, of the stack.

    Raises:
        ContextError: the stack has no outputs of Tintype.
    """

    kind = "aws"

    def __init__(self, session: boto3.Session, description: StackTypeDef) -> None:
        self._session = session
        self.description = description
        self.name = description["StackName"]
        self.region = str(session.region_name)
        self.outputs = {item["OutputKey"]: item["OutputValue"] for item in description.get("Outputs", [])}
        self.signs = "CallerCommand" in self.outputs
        try:
            self.api_url = self.outputs["ApiUrl"]
            self.buckets = Buckets(*(self.outputs[name] for name in ("ModelBucket", "UploadBucket", "ResultBucket")))
        except KeyError as error:
            raise ContextError(
                f"the stack {self.name} to have the output {error.args[0]}",
                f"a stack in the state {description.get('StackStatus', 'unknown')} without it",
                "Deploy it by `tintype deploy`, or name another one by --stack.",
            ) from None

    @property
    def session(self) -> boto3.Session:
        """Makes boto3's clients, with this deployment's credentials and region."""
        return self._session

    def api_key(self) -> str:
        """Return the first caller's API key."""
        gateway = self._session.client("apigateway")
        key: str = gateway.get_api_key(apiKey=self.outputs["ApiKeyId"], includeValue=True)["value"]
        return key

    def resource(self, name: str) -> str:
        """Return a resource's physical id by its logical one."""
        formation = self._session.client("cloudformation")
        found = formation.describe_stack_resource(StackName=self.name, LogicalResourceId=name)
        return found["StackResourceDetail"]["PhysicalResourceId"]

    def resources(self, kind: str) -> dict[str, str]:
        """Return the physical ids of a kind's resources, such as ``AWS::Logs::LogGroup``, by their logical ones."""
        pages = self._session.client("cloudformation").get_paginator("list_stack_resources")
        listed = (item for page in pages.paginate(StackName=self.name) for item in page["StackResourceSummaries"])
        found = [item for item in listed if item["ResourceType"] == kind]
        return {item["LogicalResourceId"]: item.get("PhysicalResourceId", "") for item in found}

    def queue(self, name: str) -> str:
        """Return a queue's URL by its logical id."""
        return self.resource(name)

    def registry(self) -> Bucket:
        """Return the bucket of models, over a connection of its own."""
        address = urlsplit(self._session.client("s3").meta.endpoint_url)
        return Bucket(
            self.buckets.models,
            address=address.netloc,
            tls=address.scheme == "https",
            region=self.region,
            credentials=self._credentials,
            timeout=_REGISTRY_SECONDS,
        )

    def _credentials(self) -> Credentials:
        found = self._session.get_credentials()
        if found is None:
            raise ContextError("AWS credentials", "none", "Run `aws configure`, or name a profile by --profile.")
        keys = found.get_frozen_credentials()
        return Credentials(str(keys.access_key), str(keys.secret_key), keys.token or "")


def open_deployed(stack: str | None, region: str | None, profile: str | None) -> DeployedContext:
    """Return a deployed stack.

    Args:
        stack: its name; None for ``TINTYPE_STACK``, then `tintype`.
        region: None for that of the environment, samconfig.toml or the profile.
        profile: None for the usual credentials.

    Raises:
        ContextError: there are no credentials, no region, or no such stack, or AWS does not answer.
    """
    name = stack or os.environ.get("TINTYPE_STACK") or DEFAULT_STACK
    session = aws_session(region, profile, name)
    try:
        [description] = session.client("cloudformation").describe_stacks(StackName=name)["Stacks"]
    except ClientError as error:
        raise _refusal(error, name, str(session.region_name)) from error
    except BotoCoreError as error:
        raise ContextError(
            f"CloudFormation in {session.region_name} to answer", str(error), "Check the network."
        ) from error
    return DeployedContext(session, description)


def _refusal(error: ClientError, name: str, region: str) -> ContextError:
    said = error.response["Error"]
    if "does not exist" in said.get("Message", ""):
        mend = "Deploy one by `tintype deploy`, name another by --stack or --region, or use the local stack by --local."
        return ContextError(f"a stack named {name} in {region}", "none", mend)
    return ContextError(
        f"CloudFormation to describe the stack {name} in {region}",
        f"{said.get('Code')}: {said.get('Message')}",
        "Check the credentials by `aws sts get-caller-identity`.",
    )
