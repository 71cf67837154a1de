"""The figures that a job prints, and the regular expressions by which SageMaker reads them from its log."""

from __future__ import annotations

_NUMBER = r"([0-9.eE+-]+)"

DEFINITIONS = {
    "train:loss": f"train_loss={_NUMBER}",
    "train:accuracy": f"train_accuracy={_NUMBER}",
    "train:learning_rate": f"learning_rate={_NUMBER}",
    "validation:loss": f"validation_loss={_NUMBER}",
    "validation:accuracy": f"validation_accuracy={_NUMBER}",
    "test:loss": f"test_loss={_NUMBER}",
    "test:accuracy": f"test_accuracy={_NUMBER}",
}
"""SageMaker's name of each metric -> the regular expression that finds it in a line."""

_OF_TRAINING = ("loss", "accuracy")


def printed(name: str) -> str:
    """Return the name under which an epoch's figure is printed."""
    return f"train_{name}" if name in _OF_TRAINING else name


def definitions() -> list[dict[str, str]]:
    """Return ``AlgorithmSpecification.MetricDefinitions`` of SageMaker's ``CreateTrainingJob``."""
    return [{"Name": name, "Regex": regex} for name, regex in DEFINITIONS.items()]
