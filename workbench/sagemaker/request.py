"""The request that makes a training job: SageMaker's ``CreateTrainingJob``.

https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTrainingJob.html has its fields; the hyperparameters
that begin with ``sagemaker_`` are those of the sagemaker-training toolkit.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from training.metrics import definitions
from workbench.sagemaker.bundle import PROGRAM

if TYPE_CHECKING:
    from collections.abc import Mapping

    from training.hyperparameters import Hyperparameters
    from workbench.sagemaker.options import Options

_HOUR = 3600


class Sent(NamedTuple):
    """What is in S3 for the job.

    Attributes:
        code: ``s3://…/sourcedir.tar.gz``.
        commit: of the code; may be empty.
        channels: S3 prefixes by the channel's name.
        work: the S3 prefix of checkpoints and output.
    """

    code: str
    commit: str
    channels: Mapping[str, str]
    work: str


def create_training_job(
    name: str, settings: Hyperparameters, options: Options, sent: Sent, *, region: str, role_arn: str
) -> dict[str, Any]:
    """Return the request.

    Args:
        name: the job's.
        settings: the hyperparameters.
        options: where and how it runs.
        sent: what is in S3 for it.
        region: of AWS.
        role_arn: what the job may do.
    """
    return {
        "TrainingJobName": name,
        "RoleArn": role_arn,
        "AlgorithmSpecification": {
            "TrainingImage": options.image_uri(region),
            "TrainingInputMode": "File",
            "EnableSageMakerMetricsTimeSeries": True,
            "MetricDefinitions": definitions(),
        },
        "HyperParameters": _hyperparameters(name, settings, region, sent.code),
        "Environment": {"TINTYPE_CODE_COMMIT": sent.commit} if sent.commit else {},
        "InputDataConfig": [_channel(channel, uri) for channel, uri in sent.channels.items()],
        "OutputDataConfig": {"S3OutputPath": f"{sent.work}/output"},
        "CheckpointConfig": {"S3Uri": options.checkpoints or f"{sent.work}/checkpoints/{name}"},
        "ResourceConfig": {
            "InstanceType": options.instance_type,
            "InstanceCount": options.instance_count,
            "VolumeSizeInGB": options.volume_gb,
        },
        "EnableManagedSpotTraining": options.spot,
        "StoppingCondition": _stopping(options),
        "Tags": [dict(zip(("Key", "Value"), tag.split("=", 1), strict=True)) for tag in options.tags],
        **_vpc(options),
    }


def _hyperparameters(name: str, settings: Hyperparameters, region: str, code: str) -> dict[str, str]:
    values: dict[str, Any] = {
        "sagemaker_program": PROGRAM,
        "sagemaker_submit_directory": code,
        "sagemaker_region": region,
        "sagemaker_job_name": name,
        "sagemaker_container_log_level": 20,
        # AWS's TensorFlow image would hand the job a place in S3 instead, which is none to write files to.
        "model_dir": "/opt/ml/model",
        **settings.to_strings(),
    }
    return {key: json.dumps(value) for key, value in values.items()}


def _channel(name: str, uri: str) -> dict[str, Any]:
    source = {"S3DataType": "S3Prefix", "S3Uri": uri, "S3DataDistributionType": "FullyReplicated"}
    return {"ChannelName": name, "DataSource": {"S3DataSource": source}, "InputMode": "File"}


def _stopping(options: Options) -> dict[str, int]:
    running = round(options.max_hours * _HOUR)
    waiting = {"MaxWaitTimeInSeconds": 2 * running} if options.spot else {}
    return {"MaxRuntimeInSeconds": running, **waiting}


def _vpc(options: Options) -> dict[str, Any]:
    if not options.subnets:
        return {}
    return {"VpcConfig": {"Subnets": [*options.subnets], "SecurityGroupIds": [*options.security_groups]}}
