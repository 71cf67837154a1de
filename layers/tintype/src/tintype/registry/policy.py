"""What a model's owner asks of a new version: ``models/<name>/policy.json``; what it leaves out has a default."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from tintype.errors import AccessDeniedError, ObjectNotFoundError, PolicyError
from tintype.registry import keys

if TYPE_CHECKING:
    from tintype.s3 import Bucket


class GatePolicy(NamedTuple):
    """What `promote` asks for before a version goes live.

    Attributes:
        required: refuse where there is nothing to compare on.
        data: a held-out set: a folder, or ``s3://bucket/prefix``; empty: the one that was published with the version.
        least_examples: fewer do not count as a comparison.
        least_accuracy: of the candidate, 0 to 1.
        least_difference: of the accuracies, candidate less current.
        significance: a loss of accuracy whose p-value (McNemar) is below this is refused, however small.
        most_flips: the share of images that may get another label.
        most_latency_ratio: candidate to current, the median over images.
        most_size_ratio: of the model files.
    """

    required: bool = False
    data: str = ""
    least_examples: int = 100
    least_accuracy: float = 0.0
    least_difference: float = -0.01
    significance: float = 0.05
    most_flips: float = 0.1
    most_latency_ratio: float = 1.5
    most_size_ratio: float = 2.0


class CanaryPolicy(NamedTuple):
    """How a canary is judged, and what follows.

    Attributes:
        steps: the shares that it gets one after the other; 1 is its promotion.
        least_calls: of the canary and of production, before a step is taken.
        least_minutes: of each step.
        most_minutes: of each step; after that, with too few calls, it is rolled back.
        significance: the largest p-value at which a difference is believed.
        most_error_difference: of the shares of failed calls, canary less production.
        most_latency_ratio: of the 95th percentiles.
        most_answer_difference: total variation between the distributions of the answers, 0 to 1.
    """

    steps: tuple[float, ...] = (0.1, 0.25, 0.5, 1.0)
    least_calls: int = 200
    least_minutes: float = 5.0
    most_minutes: float = 1440.0
    significance: float = 0.001
    most_error_difference: float = 0.0
    most_latency_ratio: float = 1.5
    most_answer_difference: float = 0.2


class Policy(NamedTuple):
    """Both parts of the document."""

    gate: GatePolicy = GatePolicy()
    canary: CanaryPolicy = CanaryPolicy()

    @classmethod
    def from_json(cls, data: bytes | bytearray) -> Policy:
        """Read a document such as ``{"gate": {"most_flips": 0.02}, "canary": {"least_calls": 1000}}``.

        Raises:
            PolicyError: it is no such document, has an unknown field, or a value of another type.
        """
        try:
            document = json.loads(data)
        except ValueError as error:
            raise PolicyError("JSON", str(error)) from error
        if not isinstance(document, dict) or not set(document) <= {"gate", "canary"}:
            raise PolicyError('an object with "gate", "canary" or both', repr(document)[:100])
        return cls(_part(GatePolicy, document.get("gate", {})), _part(CanaryPolicy, document.get("canary", {})))


T = TypeVar("T", GatePolicy, CanaryPolicy)


def _part(kind: type[T], given: object) -> T:
    if not isinstance(given, dict) or not set(given) <= set(kind._fields):
        raise PolicyError(f"an object with some of {', '.join(kind._fields)}", repr(given)[:200])
    return kind(**{field: _value(field, value, kind._field_defaults[field]) for field, value in given.items()})


def _value(field: str, value: object, default: object) -> Any:  # noqa: ANN401 -- of the default's type
    if isinstance(default, tuple):
        return _steps(field, value)
    wanted = (int, float) if isinstance(default, float) else (type(default),)
    if not isinstance(value, wanted) or isinstance(value, bool) is not isinstance(default, bool):
        raise PolicyError(f"a value like {default!r} for {field}", repr(value))
    return float(value) if isinstance(default, float) else value  # type: ignore[arg-type]


def _steps(field: str, value: object) -> tuple[float, ...]:
    shares = value if isinstance(value, list) else []
    numbers = all(isinstance(share, int | float) and 0 < share <= 1 for share in shares)
    if not numbers or not shares or shares != sorted(set(shares)) or shares[-1] != 1:
        raise PolicyError(f"rising shares that end with 1 for {field}", repr(value))
    return tuple(map(float, shares))


def read_policy(bucket: Bucket, name: str) -> Policy:
    """Return a model's policy; the defaults where it has none.

    Raises:
        PolicyError: it cannot be read.
        StorageUnavailableError: S3 did not answer.
    """
    try:
        return Policy.from_json(bucket.get(keys.policy(name)).body)
    except (ObjectNotFoundError, AccessDeniedError):
        return Policy()
