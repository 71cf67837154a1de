"""Create the template's buckets, queues and rules in the local AWS, where they do not exist yet."""

import json

from botocore.exceptions import ClientError

from workbench.local.aws.client import client
from workbench.local.template.description import Bucket, Description, Queue, Rule


def provision(description: Description, url: str) -> None:
    """Create everything that the description names.

    Args:
        description: the template's.
        url: the local AWS's address.
    """
    for bucket in description.buckets.values():
        _create_bucket(bucket, url)
    # A queue can only name a dead-letter queue that exists.
    for queue in sorted(description.queues.values(), key=lambda item: item.dead_letter_queue is not None):
        _create_queue(queue, description, url)
    for rule in description.rules:
        _create_rule(rule, url)


def _create_bucket(bucket: Bucket, url: str) -> None:
    s3 = client("s3", url)
    try:
        s3.head_bucket(Bucket=bucket.name)
    except ClientError:
        s3.create_bucket(Bucket=bucket.name)
    if bucket.versioned:
        s3.put_bucket_versioning(Bucket=bucket.name, VersioningConfiguration={"Status": "Enabled"})
    if bucket.announces:
        s3.put_bucket_notification_configuration(
            Bucket=bucket.name, NotificationConfiguration={"EventBridgeConfiguration": {}}
        )


def _create_queue(queue: Queue, description: Description, url: str) -> None:
    attributes = {
        "VisibilityTimeout": str(queue.visibility_timeout),
        "MessageRetentionPeriod": str(queue.retention),
    }
    if queue.dead_letter_queue:
        target = f"arn:aws:sqs:{description.region}:{description.account}:{queue.dead_letter_queue}"
        redrive = {"deadLetterTargetArn": target, "maxReceiveCount": queue.max_receive_count}
        attributes["RedrivePolicy"] = json.dumps(redrive)
    client("sqs", url).create_queue(QueueName=queue.name, Attributes=attributes)  # type: ignore[arg-type]


def _create_rule(rule: Rule, url: str) -> None:
    events = client("events", url)
    events.put_rule(Name=rule.name, EventPattern=json.dumps(rule.pattern), State="ENABLED")
    targets = [{"Id": f"target-{number}", "Arn": arn} for number, arn in enumerate(rule.targets)]
    events.put_targets(Rule=rule.name, Targets=targets)
