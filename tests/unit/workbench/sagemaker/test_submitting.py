from __future__ import annotations

import json
from types import SimpleNamespace

import boto3
import pytest

from training.hyperparameters import Hyperparameters
from training.metrics import definitions
from workbench.sagemaker.bundle import source_archive
from workbench.sagemaker.errors import SubmissionError
from workbench.sagemaker.options import Options
from workbench.sagemaker.request import Sent, create_training_job
from workbench.sagemaker.submitting import submit

SETTINGS = Hyperparameters(name="my.shoes_1", epochs=3, flip="horizontal", release=False)


@pytest.fixture
def session(aws):  # noqa: ARG001 -- sets the endpoint
    return boto3.Session(region_name="us-east-1")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "data" / "a").mkdir(parents=True)
    for name in ("a/1.png", "a/2.png", "labels.txt"):
        (tmp_path / "data" / name).write_text(name)
    return tmp_path / "data"


def job(session, name):
    return session.client("sagemaker").describe_training_job(TrainingJobName=name)


def test_job(session, bucket, folder):
    """The job has the role, machines, spot capacity, checkpoints, VPC, tags and channels that were asked for."""
    options = Options(
        role="trainer",
        bucket=bucket.name,
        instance_type="ml.m5.large",
        instance_count=2,
        max_hours=0.5,
        subnets=("subnet-1", "subnet-2"),
        security_groups=("sg-1",),
        tags=("team=vision", "cost=a=b"),
    )
    said: list[str] = []
    sources = {"training": str(folder), "test": "s3://elsewhere/test", "validation": ""}
    name = submit(session, SETTINGS, options, sources, said.append)
    made = job(session, name)
    assert name.startswith("my-shoes-1-")
    assert made["RoleArn"] == "arn:aws:iam::123456789012:role/trainer"
    assert made["ResourceConfig"] == {"InstanceType": "ml.m5.large", "InstanceCount": 2, "VolumeSizeInGB": 30}
    assert made["EnableManagedSpotTraining"] is True
    assert made["StoppingCondition"] == {"MaxRuntimeInSeconds": 1800, "MaxWaitTimeInSeconds": 3600}
    work = f"s3://{bucket.name}/tintype/training"
    assert made["CheckpointConfig"] == {"S3Uri": f"{work}/checkpoints/{name}"}
    assert made["OutputDataConfig"]["S3OutputPath"] == f"{work}/output"
    assert made["VpcConfig"] == {"Subnets": ["subnet-1", "subnet-2"], "SecurityGroupIds": ["sg-1"]}
    tags = session.client("sagemaker").list_tags(ResourceArn=made["TrainingJobArn"])["Tags"]
    assert tags == [{"Key": "team", "Value": "vision"}, {"Key": "cost", "Value": "a=b"}]
    channels = {one["ChannelName"]: one["DataSource"]["S3DataSource"]["S3Uri"] for one in made["InputDataConfig"]}
    assert channels["test"] == "s3://elsewhere/test"
    assert set(channels) == {"training", "test"}
    assert len(said) == 3


def test_code_and_data_are_in_s3(session, bucket, folder, s3_client):
    """The job's hyperparameters are JSON in strings and name the code, which is where they say, as is the data."""
    name = submit(session, SETTINGS, Options(role="r", bucket=bucket.name), {"training": str(folder)}, print)
    made = job(session, name)
    values = {key: json.loads(value) for key, value in made["HyperParameters"].items()}
    assert (values["epochs"], values["flip"], values["sagemaker_program"]) == ("3", "horizontal", "training/entry.py")
    assert Hyperparameters.from_strings(made["HyperParameters"]) == SETTINGS
    key = values["sagemaker_submit_directory"].removeprefix(f"s3://{bucket.name}/")
    assert s3_client.get_object(Bucket=bucket.name, Key=key)["Body"].read() == source_archive()
    [channel] = made["InputDataConfig"]
    prefix = channel["DataSource"]["S3DataSource"]["S3Uri"].removeprefix(f"s3://{bucket.name}/")
    found = s3_client.list_objects_v2(Bucket=bucket.name, Prefix=f"{prefix}/")["Contents"]
    assert [item["Key"].removeprefix(f"{prefix}/") for item in found] == ["a/1.png", "a/2.png", "labels.txt"]


def test_nothing_is_sent_twice(session, bucket, folder):
    """A second job with the same code and data sends neither."""
    said: list[str] = []
    for name in ("first", "second"):
        said.append(name)
        options = Options(role="r", bucket=bucket.name, job_name=name)
        submit(session, SETTINGS, options, {"training": str(folder)}, said.append)
    assert [line.split()[0] for line in said] == ["first", "Sending", "Sending", "Job", "second", "Job"]


def test_without_spot():
    """On-demand machines do not wait; checkpoints may be those of another job, and the metrics are the job's own."""
    options = Options(role="r", spot=False, checkpoints="s3://b/c")
    request = create_training_job(
        "n", SETTINGS, options, Sent("s3://b/code", "abc", {}, "s3://b"), region="us-east-1", role_arn="arn"
    )
    assert request["StoppingCondition"] == {"MaxRuntimeInSeconds": 14400}
    assert request["EnableManagedSpotTraining"] is False
    assert request["CheckpointConfig"] == {"S3Uri": "s3://b/c"}
    assert request["AlgorithmSpecification"]["MetricDefinitions"] == definitions()
    assert request["Environment"] == {"TINTYPE_CODE_COMMIT": "abc"}
    assert "VpcConfig" not in request


def test_no_bucket(session):
    """A bucket that does not exist is named, with the command that makes it."""
    with pytest.raises(SubmissionError, match=r"aws s3 mb s3://sagemaker-us-east-1-123456789012"):
        submit(session, SETTINGS, Options(role="r"), {}, print)


@pytest.mark.parametrize("name", ["missing", "empty"])
def test_no_data(session, bucket, tmp_path, name):
    """A folder that is missing or empty is refused."""
    (tmp_path / "empty").mkdir()
    with pytest.raises(SubmissionError, match="a folder with data"):
        submit(session, SETTINGS, Options(role="r", bucket=bucket.name), {"training": str(tmp_path / name)}, print)


def test_what_sagemaker_refuses(session, bucket, folder):
    """What SageMaker refuses is said with the job's name and its reason."""
    refused = (SimpleNamespace(status_code=400), {"Error": {"Code": "ResourceInUse", "Message": "it exists"}})
    session.events.register("before-call.sagemaker.CreateTrainingJob", lambda **_: refused)
    options = Options(role="r", bucket=bucket.name, job_name="again")
    with pytest.raises(SubmissionError, match=r"SageMaker to take the job again, received .*it exists"):
        submit(session, SETTINGS, options, {"training": str(folder)}, print)
