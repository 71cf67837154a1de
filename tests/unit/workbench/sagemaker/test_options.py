from __future__ import annotations

import pytest

from workbench.sagemaker.errors import SubmissionError
from workbench.sagemaker.options import Options


@pytest.mark.parametrize(
    ("kind", "tag"),
    [
        ("ml.c5.2xlarge", "2.19.0-cpu-py312-ubuntu22.04-sagemaker"),
        ("ml.m7i.large", "2.19.0-cpu-py312-ubuntu22.04-sagemaker"),
        ("ml.g5.xlarge", "2.19.0-gpu-py312-cu125-ubuntu22.04-sagemaker"),
        ("ml.p4d.24xlarge", "2.19.0-gpu-py312-cu125-ubuntu22.04-sagemaker"),
    ],
)
def test_awss_image(kind, tag):
    """AWS's TensorFlow image is that of the region, and of a machine with or without a GPU."""
    uri = Options(role="r", instance_type=kind).image_uri("eu-west-1")
    assert uri == f"763104351884.dkr.ecr.eu-west-1.amazonaws.com/tensorflow-training:{tag}"


def test_own_image():
    """An image that was named is taken as it is."""
    assert Options(role="r", image="example/mine:1").image_uri("us-east-1") == "example/mine:1"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"role": ""}, "a role for the job, received none"),
        ({"role": "r", "subnets": ("subnet-1",)}, "--subnet and --security-group together"),
        ({"role": "r", "tags": ("team",)}, "tags as key=value, received 'team'"),
    ],
)
def test_what_is_missing_is_said(options, message):
    """A job that AWS would refuse is refused before anything is sent."""
    with pytest.raises(SubmissionError, match=message):
        Options(**options)
