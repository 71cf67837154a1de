"""From options to a training job that runs."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from training.lineage import code_commit
from workbench.sagemaker.errors import SubmissionError
from workbench.sagemaker.request import Sent, create_training_job
from workbench.sagemaker.uploading import Uploads

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import boto3

    from training.hyperparameters import Hyperparameters
    from workbench.sagemaker.options import Options


def submit(
    session: boto3.Session,
    settings: Hyperparameters,
    options: Options,
    sources: Mapping[str, str],
    say: Callable[[str], None],
) -> str:
    """Upload code and data, make the job, and return its name.

    Args:
        session: with credentials and a region.
        settings: the hyperparameters.
        options: where and how it runs.
        sources: a folder or ``s3://bucket/prefix`` by the channel's name (``training``, ``test``, ``validation``).
        say: is told what happens.

    Raises:
        SubmissionError: something is missing, or AWS refuses the job.
    """
    region = session.region_name
    account = session.client("sts").get_caller_identity()["Account"]
    uploads = Uploads(session.client("s3"), options.bucket or f"sagemaker-{region}-{account}", say)
    name = options.job_name or f"{_as_job_name(settings.name)}-{time.strftime('%Y-%m-%d-%H-%M-%S')}"
    channels = {channel: uploads.data(source) for channel, source in sources.items() if source}
    sent = Sent(uploads.code(), code_commit(), channels, uploads.work)
    role = _role_arn(options.role, account, region)
    request = create_training_job(name, settings, options, sent, region=region, role_arn=role)
    try:
        session.client("sagemaker").create_training_job(**request)
    except ClientError as error:
        raise SubmissionError(f"SageMaker to take the job {name}", str(error), "Mend what it names.") from error
    say(f"Job {name} on {options.instance_count} x {options.instance_type}{', spot' if options.spot else ''}")
    return name


def _as_job_name(model: str) -> str:
    return model.replace("_", "-").replace(".", "-").strip("-")[:40].rstrip("-")


def _role_arn(role: str, account: str, region: str) -> str:
    partition = "aws-cn" if region.startswith("cn-") else "aws-us-gov" if region.startswith("us-gov-") else "aws"
    return role if role.startswith("arn:") else f"arn:{partition}:iam::{account}:role/{role}"
