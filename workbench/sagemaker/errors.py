"""What can go wrong with a training job on SageMaker."""

from __future__ import annotations

from workbench.errors import WorkbenchError


class SubmissionError(WorkbenchError):
    """The job lacks something, or AWS refuses it."""


class RemoteJobError(WorkbenchError):
    """The job failed, was stopped, or does not exist."""
