"""Read a template's buckets, queues and EventBridge rules."""

from collections.abc import Mapping
from typing import Any

from workbench.local.template.description import Bucket, Queue, Rule

_DEFAULT_VISIBILITY = 30
_DEFAULT_RETENTION = 345_600


def read_bucket(logical_id: str, properties: Mapping[str, Any], name: str) -> Bucket:
    """Describe one `AWS::S3::Bucket`."""
    notifications = properties.get("NotificationConfiguration", {})
    bridge = notifications.get("EventBridgeConfiguration")
    return Bucket(
        logical_id=logical_id,
        name=name,
        versioned=properties.get("VersioningConfiguration", {}).get("Status") == "Enabled",
        announces=bridge is not None and str(bridge.get("EventBridgeEnabled", True)).lower() == "true",
    )


def read_queue(logical_id: str, properties: Mapping[str, Any], name: str) -> Queue:
    """Describe one `AWS::SQS::Queue`."""
    redrive = properties.get("RedrivePolicy", {})
    target = redrive.get("deadLetterTargetArn")
    return Queue(
        logical_id=logical_id,
        name=name,
        visibility_timeout=int(properties.get("VisibilityTimeout", _DEFAULT_VISIBILITY)),
        retention=int(properties.get("MessageRetentionPeriod", _DEFAULT_RETENTION)),
        dead_letter_queue=str(target).rsplit(":", 1)[-1] if target else None,
        max_receive_count=int(redrive["maxReceiveCount"]) if target else None,
    )


def read_rule(logical_id: str, properties: Mapping[str, Any], name: str) -> Rule:
    """Describe one `AWS::Events::Rule`."""
    targets = tuple(str(target["Arn"]) for target in properties.get("Targets", []))
    return Rule(logical_id, name, properties.get("EventPattern", {}), targets)
