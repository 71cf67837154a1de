"""TensorFlow Serving's ``:classify`` and ``:regress``.

Its documents say that the answer is ``{"result": …}``; its code writes ``{"results": …}``, and so is it done here:
``kClassifyRegressResponseKey`` in https://github.com/tensorflow/serving, ``tensorflow_serving/util/json_tensor.cc``.
"""

from __future__ import annotations

from collections import ChainMap
from typing import TYPE_CHECKING, Any, NoReturn

from tintype.errors import RequestError, shown
from tintype.http.tfserving import instances, signature
from tintype.serving.pipeline import total

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tintype.serving.model import Model
    from tintype.tasks import Timings
    from tintype.tasks.reading import Answer


def classify(body: dict[str, Any], model: Model, max_pixels: int) -> tuple[dict[str, Any], Timings]:
    """Return ``{"results": [[[label, score], …], …]}``, each example's labels in the order of the model's output.

    Raises:
        RequestError: the model names no classes, or the examples are malformed.
        InferenceError: the runtime failed.
    """
    signature.check(body)
    manifest = model.manifest
    if not manifest.labels:
        raise RequestError(
            f"Expected a model with labels, received {shown(manifest.name)}, which has none. Use :predict."
        )
    answers = instances.run(rows(body), model, max_pixels)
    return {"results": [_classes(model, answer) for answer in answers]}, total(answers)


def regress(model: Model) -> NoReturn:
    """Refuse: no task here gives one value for an example.

    Raises:
        RequestError: always.
    """
    manifest = model.manifest
    raise RequestError(
        f"Expected a regression model for :regress, received {shown(manifest.name)}, "
        f"whose task is {manifest.task}. Use :predict{' or :classify' if manifest.labels else ''}."
    )


def rows(body: dict[str, Any]) -> list[Mapping[str, Any]]:
    """Return each example's features by name, with those of ``context``.

    Raises:
        RequestError: no list of objects, or a feature that stands in ``context`` as well.
    """
    examples, context = body.get("examples"), body.get("context", {})
    if not isinstance(examples, list) or not examples:
        raise RequestError(f'Expected "examples" to be a list of at least one object, received {shown(examples)}.')
    for example in (context, *examples):
        if not isinstance(example, dict):
            raise RequestError(f'Expected objects of features in "examples" and "context", received {shown(example)}.')
        if example is not context and (twice := example.keys() & context.keys()):
            raise RequestError(f'Expected each feature once, received {shown(sorted(twice))} in "context" as well.')
    return [ChainMap(example, context) for example in examples]  # no copies: a large context is shared


def _classes(model: Model, answer: Answer) -> list[list[Any]]:
    scores = answer.outputs[model.manifest.outputs[0].name].flat()
    return [[label, score] for label, score in zip(model.manifest.labels, scores, strict=False)]
