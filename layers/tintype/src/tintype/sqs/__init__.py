"""As much of SQS as uploads need, over a socket: boto3 takes longer to import than the whole way to an answer."""

from tintype.sqs.queues import Queues, queue_url

__all__ = ["Queues", "queue_url"]
