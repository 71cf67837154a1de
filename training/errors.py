"""What can go wrong in a training job, for the job's owner to mend."""

from __future__ import annotations

from tintype.errors import TintypeError


class TrainingError(TintypeError):
    """The root: the first line of the job's failure file is this error's message."""

    def __init__(self, expected: str, received: str, mend: str) -> None:
        super().__init__(f"Expected {expected}, received {received}. {mend}")


class HyperparameterError(TrainingError):
    """A hyperparameter is unknown, or its value is not of its type or range."""


class DatasetError(TrainingError):
    """A data set is missing, incomplete, or contradicts itself."""


class IdxError(DatasetError):
    """A file is not the idx file that its name promises."""


class LabelledImagesError(DatasetError):
    """There are no labelled images where some should be, their labels differ, or one does not decode."""


class S3PrefixError(DatasetError):
    """There is nothing to train with under an S3 prefix, or it cannot be read."""


class TfRecordError(DatasetError):
    """A TFRecord file is damaged, or its examples lack an image or a label."""


class ClusterError(TrainingError):
    """What SageMaker says about the job's hosts contradicts itself."""


class CheckpointError(TrainingError):
    """The checkpoints are those of another job."""


class WeightsError(TrainingError):
    """A package of weights cannot be fetched or is not the one that was pinned, or its file holds more than tensors."""


class JobInterruptedError(TintypeError):
    """The job was told to stop (SIGTERM), and its state is in the checkpoints."""

    def __init__(self, epoch: int, epochs: int) -> None:
        super().__init__(
            f"Expected to train {epochs} epochs, received SIGTERM in epoch {epoch}. "
            "The same job with the same checkpoint folder goes on from here."
        )


class JobFailedError(TintypeError):
    """A training job ended with a failure file, whose first line is the message."""


class ParityError(TrainingError):
    """The converted model does not answer as the trained one does."""
