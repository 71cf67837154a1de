"""What deployed resources are called: physical names, ARNs and pseudo parameters."""

from collections.abc import Callable
from dataclasses import dataclass

# The account that moto plays when nobody says otherwise.
LOCAL_ACCOUNT = "123456789012"
LOCAL_REGION = "us-east-1"

_NAME_PROPERTIES = {
    "AWS::S3::Bucket": "BucketName",
    "AWS::SQS::Queue": "QueueName",
    "AWS::Events::Rule": "Name",
    "AWS::Serverless::Function": "FunctionName",
    "AWS::Serverless::LayerVersion": "LayerName",
}


@dataclass(frozen=True)
class Names:
    """The names and ARNs that one stack's resources get.

    Args:
        stack: the stack's name.
        account: twelve digits.
        region: an AWS region's code.
    """

    stack: str
    account: str = LOCAL_ACCOUNT
    region: str = LOCAL_REGION

    def pseudo_parameter(self, name: str) -> str:
        """Return the value of `AWS::StackName` and its like.

        Raises:
            ValueError: there is no pseudo parameter of this name.
        """
        values = {
            "AWS::StackName": self.stack,
            "AWS::AccountId": self.account,
            "AWS::Region": self.region,
            "AWS::Partition": "aws",
            "AWS::URLSuffix": "amazonaws.com",
            "AWS::StackId": f"arn:aws:cloudformation:{self.region}:{self.account}:stack/{self.stack}/local",
        }
        if name not in values:
            message = f"expected one of {', '.join(values)}, received {name}"
            raise ValueError(message)
        return values[name]

    def physical(self, logical_id: str, kind: str, read: Callable[[str], object]) -> str:
        """Return a resource's name: the one that its properties give, else one made of the stack's."""
        given = read(_NAME_PROPERTIES[kind]) if kind in _NAME_PROPERTIES else None
        made = f"{self.stack}-{logical_id}"
        return str(given) if given else made.lower() if kind == "AWS::S3::Bucket" else made

    def reference(self, logical_id: str, kind: str, read: Callable[[str], object]) -> str:
        """Return what `!Ref` gives for a resource."""
        name = self.physical(logical_id, kind, read)
        if kind == "AWS::SQS::Queue":
            return f"https://sqs.{self.region}.amazonaws.com/{self.account}/{name}"
        return logical_id if kind == "AWS::Serverless::LayerVersion" else name

    def attribute(self, logical_id: str, kind: str, read: Callable[[str], object], attribute: str) -> str:
        """Return what `!GetAtt` gives for a resource."""
        name = self.physical(logical_id, kind, read)
        arns = {
            "AWS::S3::Bucket": f"arn:aws:s3:::{name}",
            "AWS::SQS::Queue": self.arn("sqs", name),
            "AWS::Events::Rule": self.arn("events", f"rule/{name}"),
            "AWS::Serverless::Function": self.arn("lambda", f"function:{name}"),
            "AWS::Lambda::Function": self.arn("lambda", f"function:{name}"),
        }
        if attribute == "Arn" and kind in arns:
            return arns[kind]
        return name if attribute in {"QueueName", "FunctionName"} else f"{name}.{attribute}"

    def arn(self, service: str, resource: str) -> str:
        """Return the ARN of a resource in this account and region."""
        return f"arn:aws:{service}:{self.region}:{self.account}:{resource}"
