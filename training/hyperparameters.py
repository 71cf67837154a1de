"""The job's hyperparameters: typed here, strings everywhere SageMaker hands them over."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from math import inf
from typing import TYPE_CHECKING, Any

from tintype.images import Preprocessing
from tintype.registry.keys import is_name
from training import networks
from training.errors import HyperparameterError

if TYPE_CHECKING:
    from collections.abc import Mapping

CHOICES = {
    "network": networks.NAMES,
    "mode": ("L", "RGB"),
    "resize": ("stretch", "fit", "crop"),
    "schedule": ("constant", "cosine"),
    "flip": ("none", "horizontal", "vertical", "both"),
}
_ABOVE_ZERO = ("epochs", "batch_size", "learning_rate", "width", "height")
_AT_LEAST_ZERO = ("seed", "train_images", "test_images", "patience", "weight_decay")
_SHARES = ("label_smoothing", "averaging", "validation_share", "shift", "zoom")  # 0 to below 1
_FOREIGN = ("sagemaker_", "_tuning_", "model_dir")  # set by SageMaker's own tools for themselves
_TRUE, _FALSE = ("true", "1", "yes"), ("false", "0", "no")


@dataclass(frozen=True)
class Hyperparameters:
    """Everything that may be set; docs/training.md describes each.

    Attributes:
        name: the model's name in the registry.
        epochs: how often the network sees every training image.
        batch_size: images per step.
        learning_rate: Adam's, and the largest one of the schedule.
        network: one of ``training.networks``.
        schedule: ``constant``, or ``cosine``: up during the first tenth of the steps, then down to 0 by half a cosine.
        weight_decay: decoupled (AdamW), of the weights alone.
        label_smoothing: the share of a label that is spread over all of them.
        averaging: decay of an exponential moving average of the weights, which then is the model; 0: none.
        patience: stop after so many epochs without a smaller validation loss, and go back to the best; 0: never.
        validation_share: the share of the training images to validate with, where there is no validation channel.
        shift, rotate, zoom, flip: how far images are changed at random: a share of the size, degrees, a share, an axis.
        seed: of the weights, the order of images, and everything else random.
        class_names: of idx files and TFRecords without names: comma-separated, in the order of the labels.
        train_images, test_images: use only the first so many; 0 means all.
        width, height: the network's input in pixels.
        mode: ``L`` or ``RGB``.
        resize: how images of other sizes are brought to it: ``stretch``, ``fit`` or ``crop``.
        background: 0 to 255, behind transparent pixels and around ``fit``.
        registry: the bucket (or ``s3://bucket``) to publish to; empty: TINTYPE_MODEL_BUCKET, else nowhere.
        release: whether the published version becomes ``production``.
        signing_key: signs it before: a PEM file, or ``kms://`` and a key; empty: TINTYPE_SIGNING_KEY, else nothing.
    """

    name: str = "digits"
    epochs: int = 10
    batch_size: int = 128
    learning_rate: float = 0.001
    network: str = "seed"
    schedule: str = "constant"
    weight_decay: float = 0.0
    label_smoothing: float = 0.0
    averaging: float = 0.0
    patience: int = 0
    validation_share: float = 0.0
    shift: float = 0.0
    rotate: float = 0.0
    zoom: float = 0.0
    flip: str = "none"
    seed: int = 0
    class_names: str = ""
    train_images: int = 0
    test_images: int = 0
    width: int = 28
    height: int = 28
    mode: str = "L"
    resize: str = "stretch"
    background: int = 0
    registry: str = ""
    release: bool = True
    signing_key: str = ""

    def __post_init__(self) -> None:
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
        """Return what differs from the defaults, as ``hyperparameters.json`` wants it."""
        changed = {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) != f.default}
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
