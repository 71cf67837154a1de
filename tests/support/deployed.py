"""A deployed stack for tests: in moto's CloudFormation, with the outputs and queues of template.yaml."""

import json
from typing import Any

_QUEUES = ("UploadQueue", "UploadDeadLetterQueue")  # without the parts that are off by default


def create_stack(
    name: str, region: str, outputs: dict[str, str] | None = None, resources: dict[str, Any] | None = None
) -> dict[str, str]:
    """Create a stack, with buckets named after it, and return its outputs; needs moto in the place of AWS."""
    import boto3  # noqa: PLC0415 -- takes half a second to import

    buckets = {f"{kind}Bucket": f"{name}-{kind.lower()}s" for kind in ("Model", "Upload", "Result")}
    found = {"ApiUrl": "https://api.example/api", **buckets, **(outputs or {})}
    made: dict[str, Any] = {queue: {"Type": "AWS::SQS::Queue"} for queue in _QUEUES} | (resources or {})
    for logical, bucket in buckets.items():
        made[logical] = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": bucket}}
    document = {"Resources": made, "Outputs": {key: {"Value": value} for key, value in found.items()}}
    formation = boto3.client("cloudformation", region_name=region)
    formation.create_stack(StackName=name, TemplateBody=json.dumps(document))
    return found
