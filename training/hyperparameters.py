"""The job's hyperparameters: typed here, strings everywhere SageMaker hands them over."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields
from math import inf
from typing import TYPE_CHECKING, Any

from tintype.images import Preprocessing
from tintype.registry.keys import is_name
from training import networks
from training.errors import HyperparameterError

if TYPE_CHECKING:
    from collections.abc import Mapping

CHOICES = {
    "network": (*networks.NAMES, networks.TRANSFER),
    "mode": ("L", "RGB"),
    "resize": ("stretch", "fit", "crop"),
    "schedule": ("constant", "cosine"),
    "flip": ("none", "horizontal", "vertical", "both"),
}
_ABOVE_ZERO = ("epochs", "batch_size", "learning_rate", "fine_tune_rate", "width", "height")
_AT_LEAST_ZERO = ("seed", "train_images", "test_images", "fine_tune_epochs", "patience", "weight_decay")
_SMALL: dict[str, Any] = {"width": 28, "height": 28, "mode": "L"}
_INPUTS: dict[str, dict[str, Any]] = {networks.TRANSFER: {"width": 224, "height": 224, "mode": "RGB"}}
"""The input that a network takes where none is asked for; of all others :data:`_SMALL`."""
_SHARES = ("label_smoothing", "averaging", "validation_share", "shift", "zoom")  # 0 to below 1
_FOREIGN = ("sagemaker_", "_tuning_", "model_dir")  # set by SageMaker's own tools for themselves
_TRUE, _FALSE = ("true", "1", "yes"), ("false", "0", "no")


def _setting(default: Any, text: str) -> Any:  # noqa: ANN401 -- of the field's type
    return field(default=default, metadata={"help": text})


@dataclass(frozen=True)
class Hyperparameters:
    """Everything that may be set: each with its default, and what it is (``help``, in its metadata)."""

    name: str = _setting("digits", "The model's name in the registry.")
    network: str = _setting("seed", "seed, residual, or efficientnet-lite0, which knows ImageNet's photographs.")
    epochs: int = _setting(10, "How often the network sees every training image.")
    batch_size: int = _setting(128, "Images per step, of all hosts together.")
    learning_rate: float = _setting(0.001, "Adam's, and the largest one of the schedule.")
    schedule: str = _setting("constant", "constant, or cosine: up in the first tenth of all steps, then down to 0.")
    weight_decay: float = _setting(0.0, "Decoupled (AdamW), of the weights alone.")
    label_smoothing: float = _setting(0.0, "The share of a label that is spread over all labels.")
    averaging: float = _setting(0.0, "Decay of a moving average of the weights, which then is the model; 0: none.")
    patience: int = _setting(0, "Stop after so many epochs without a smaller validation loss; 0: never.")
    validation_share: float = _setting(0.0, "Share of the training images to validate with, where there are no others.")
    shift: float = _setting(0.0, "Augmentation: by at most this share of width and height.")
    rotate: float = _setting(0.0, "Augmentation: by at most so many degrees.")
    zoom: float = _setting(0.0, "Augmentation: by at most this share, in or out.")
    flip: str = _setting("none", "Augmentation: none, horizontal, vertical or both.")
    seed: int = _setting(0, "Of weights, order and augmentation.")
    class_names: str = _setting("", "Names of labels that are only numbers, in their order, comma-separated.")
    train_images: int = _setting(0, "Use only so many, drawn by the seed; 0: all.")
    test_images: int = _setting(0, "Use only so many, drawn by the seed; 0: all.")
    fine_tune_epochs: int = _setting(0, "efficientnet-lite0: how often its own filters see every image afterwards.")
    fine_tune_rate: float = _setting(0.0001, "efficientnet-lite0: the learning rate of its own filters.")
    width: int = _setting(0, "The network's input, in pixels; 0: 28, of efficientnet-lite0 224.")
    height: int = _setting(0, "The network's input, in pixels; 0: 28, of efficientnet-lite0 224.")
    mode: str = _setting("", "L (grey) or RGB; without it L, of efficientnet-lite0 RGB.")
    resize: str = _setting("stretch", "How other sizes are brought to it: stretch, fit or crop.")
    background: int = _setting(0, "0 to 255, behind transparent pixels and around fit.")
    registry: str = _setting("", "Publish to this bucket, or s3://bucket.")
    release: bool = _setting(True, "Make the published version `production`.")
    signing_key: str = _setting("", "Sign the version: a PEM file, or kms:// and a key.")

    def __post_init__(self) -> None:
        for name, value in _INPUTS.get(self.network, _SMALL).items():
            object.__setattr__(self, name, getattr(self, name) or value)
        _require(
            is_name(self.name), "name", "up to 63 lower-case letters, digits, dots, dashes, underscores", self.name
        )
        for name in _ABOVE_ZERO:
            _require(0 < getattr(self, name) < inf, name, "a number above 0", getattr(self, name))
        for name in _AT_LEAST_ZERO:
            _require(0 <= getattr(self, name) < inf, name, "a number of at least 0", getattr(self, name))
        for name in _SHARES:
            _require(0 <= getattr(self, name) < 1, name, "a number of at least 0 and below 1", getattr(self, name))
        for name, choices in CHOICES.items():
            _require(getattr(self, name) in choices, name, " or ".join(choices), getattr(self, name))
        _require(0 <= self.rotate <= 180, "rotate", "0 to 180 degrees", self.rotate)  # noqa: PLR2004
        _require(0 <= self.background <= 255, "background", "0 to 255", self.background)  # noqa: PLR2004

    @classmethod
    def from_strings(cls, values: Mapping[str, Any]) -> Hyperparameters:
        """Read values as ``hyperparameters.json`` has them: strings, maybe quoted; ``-`` and ``_`` alike.

        Raises:
            HyperparameterError: an unknown name, or a value of another type or out of range.
        """
        own = {key.replace("-", "_"): value for key, value in values.items() if not key.startswith(_FOREIGN)}
        kinds = types()
        for key in own:
            _require(key in kinds, key, f"one of {', '.join(kinds)}", "an unknown hyperparameter")
        return cls(**{key: _parse(key, value, kinds[key]) for key, value in own.items()})

    def to_strings(self) -> dict[str, str]:
        """Return what differs from the network's defaults, as ``hyperparameters.json`` wants it."""
        usual = {**asdict(Hyperparameters(network=self.network)), "network": Hyperparameters.network}
        changed = {name: value for name, value in asdict(self).items() if value != usual[name]}
        return {name: value if isinstance(value, str) else json.dumps(value) for name, value in changed.items()}

    @property
    def preprocessing(self) -> Preprocessing:
        """How a file's pixels become the network's input: size and mode as asked, values from 0 to 1."""
        return Preprocessing(
            self.width, self.height, self.mode, "float32", (1 / 255,), (0.0,), self.resize, self.background
        )


def types() -> dict[str, type]:
    """Return each hyperparameter's type."""
    return {f.name: type(f.default) for f in fields(Hyperparameters)}


def _parse(name: str, value: object, kind: type) -> Any:  # noqa: ANN401 -- of the type ``kind``
    text = _unquoted(value)
    if kind is bool:
        _require(text.lower() in _TRUE + _FALSE, name, "true or false", value)
        return text.lower() in _TRUE
    try:
        return kind(text)
    except ValueError:
        raise HyperparameterError(f"a value of type {kind.__name__} for {name}", repr(value), _MEND) from None


def _unquoted(value: object) -> str:
    # SageMaker's Python SDK writes every value as JSON, so that a string arrives with quotes around it.
    if isinstance(value, str) and value.startswith('"'):
        try:
            return str(json.loads(value))
        except ValueError:
            return value
    return str(value)


_MEND = "Correct it in hyperparameters.json or on the command line."


def _require(ok: bool, name: str, expected: str, received: object) -> None:
    if not ok:
        raise HyperparameterError(f"{expected} for {name}", repr(received), _MEND)
