"""Where and how a job runs on SageMaker."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from workbench.sagemaker.errors import SubmissionError

TENSORFLOW = "2.19.0"
"""The newest TensorFlow for which AWS has training images that SageMaker runs."""


def _option(default: Any, text: str, **more: str) -> Any:  # noqa: ANN401 -- of the field's type
    return field(default=default, metadata={"help": text, **more})


@dataclass(frozen=True)
class Options:
    """What a job on SageMaker may be told: each with its default, and what it is (``help``, in its metadata)."""

    role: str = _option(
        "", "SageMaker: the name or ARN of the role that the job takes.", envvar="TINTYPE_SAGEMAKER_ROLE"
    )
    bucket: str = _option("", "SageMaker: for code, data, checkpoints, output.  [default: sagemaker-REGION-ACCOUNT]")
    instance_type: str = _option("ml.c5.2xlarge", "SageMaker: the kind of machine.")
    instance_count: int = _option(1, "SageMaker: how many of them train together.")
    volume_gb: int = _option(30, "SageMaker: the size of their disks.")
    spot: bool = _option(True, "SageMaker: spot capacity: cheaper, and interrupted now and then.")
    max_hours: float = _option(4.0, "SageMaker: of training; with spot capacity it may wait as long again.")
    image: str = _option("", "SageMaker: the container image.  [default: AWS's own with TensorFlow]")
    subnets: tuple[str, ...] = _option((), "SageMaker: a subnet of a VPC; several times for several.", name="--subnet")
    security_groups: tuple[str, ...] = _option((), "SageMaker: likewise, in that VPC.", name="--security-group")
    tags: tuple[str, ...] = _option((), "SageMaker: key=value; several times for several.", name="--tag")
    job_name: str = _option("", "SageMaker: the job's name.  [default: the model's name and the time]")
    checkpoints: str = _option("", "SageMaker: an S3 prefix; with another job's, it goes on where that was.")

    def __post_init__(self) -> None:
        if not self.role:
            raise SubmissionError(
                "a role for the job", "none", "Give --role NAME or ARN, or set TINTYPE_SAGEMAKER_ROLE."
            )
        if bool(self.subnets) != bool(self.security_groups):
            raise SubmissionError("--subnet and --security-group together", "one of them", "Give both, or neither.")
        if wrong := [tag for tag in self.tags if "=" not in tag]:
            raise SubmissionError("tags as key=value", repr(wrong[0]), "For example: --tag team=vision.")

    def image_uri(self, region: str) -> str:
        """Return the image: the one that was asked for, or AWS's TensorFlow for the kind of machine."""
        if self.image:
            return self.image
        gpu = self.instance_type.split(".")[1][0] in "gp"  # ml.g5…, ml.p4…
        device = "gpu-py312-cu125" if gpu else "cpu-py312"
        domain = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
        tag = f"{TENSORFLOW}-{device}-ubuntu22.04-sagemaker"
        return f"763104351884.dkr.ecr.{region}.{domain}/tensorflow-training:{tag}"
