"""TensorFlow Serving's JSON: ``instances`` row by row, ``inputs`` column by column.

https://www.tensorflow.org/tfx/serving/api_rest#predict_api
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tintype.errors import InstancesError, TensorError, shown
from tintype.http.request import decode_base64, json_kind
from tintype.http.tfserving import signature
from tintype.serving.pipeline import run_image, run_tensors, total
from tintype.tensor import Tensor, TensorSpec, from_nested

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tintype.serving.model import Model
    from tintype.tasks import Timings
    from tintype.tasks.reading import Answer

    Row = Mapping[str, Any]


def predict(body: dict[str, Any], model: Model, max_pixels: int) -> tuple[dict[str, Any], Timings]:
    """Return ``{"predictions": [...]}`` or ``{"outputs": ...}``, and the time that all rows took.

    Raises:
        InstancesError, TensorError, Base64Error, ImageError: see ``tintype.errors``.
        InferenceError: the runtime failed.
    """
    signature.check(body)
    answers = run(_rows(body, model.network.inputs), model, max_pixels)
    timings = total(answers)
    if "instances" in body:
        return {"predictions": [_row(answer) for answer in answers]}, timings
    return {"outputs": _columns(answers)}, timings


def run(rows: Sequence[Row], model: Model, max_pixels: int) -> list[Answer]:
    """Answer each row, which has its inputs by name.

    Raises:
        TensorError, Base64Error, ImageError, InferenceError: see :func:`predict`.
    """
    return [_run(row, model, max_pixels) for row in rows]


def _rows(body: dict[str, Any], specs: tuple[TensorSpec, ...]) -> list[Row]:
    """Return each image's inputs by name."""
    if ("instances" in body) == ("inputs" in body):
        raise InstancesError("both" if "instances" in body else f"neither (but {shown(sorted(body))})")
    if "instances" in body:
        return _by_row(body["instances"], specs)
    return _by_column(body["inputs"], specs)


def _by_row(instances: object, specs: tuple[TensorSpec, ...]) -> list[Row]:
    if not isinstance(instances, list) or not instances:
        raise InstancesError(f'"instances" as {_kind(instances)}')
    names = {spec.name for spec in specs}
    named = [isinstance(row, dict) and bool(names & row.keys()) for row in instances]
    if not any(named):
        return [{specs[0].name: row} for row in instances]  # one input needs no name
    if not all(named):
        raise InstancesError('"instances" with named and unnamed entries')
    if unknown := set().union(*instances) - names:
        raise InstancesError(f'"instances" with {shown(sorted(unknown))}, of which the model has no input')
    return instances


def _by_column(inputs: object, specs: tuple[TensorSpec, ...]) -> list[Row]:
    columns = inputs if isinstance(inputs, dict) and "b64" not in inputs else {specs[0].name: inputs}
    lists = {name: column if isinstance(column, list) else [column] for name, column in columns.items()}
    lengths = {len(column) for column in lists.values()}
    if len(lengths) != 1 or lengths == {0}:
        raise InstancesError(f'"inputs" with {shown(sorted(lengths))} entries')
    return [dict(zip(lists, row, strict=True)) for row in zip(*lists.values(), strict=True)]


def _run(row: Row, model: Model, max_pixels: int) -> Answer:
    specs = model.network.inputs
    value = row.get(specs[0].name)
    if len(specs) == 1 and isinstance(value, dict):
        if value.keys() != {"b64"} or not isinstance(value["b64"], str):
            raise TensorError(specs[0].name, '{"b64": "…"} or nested numbers', f"an object with {shown(sorted(value))}")
        return run_image(model, decode_base64(value["b64"], '"b64"'), max_pixels)
    return run_tensors(model, {spec.name: _tensor(row.get(spec.name), spec) for spec in specs})


def _tensor(value: object, spec: TensorSpec) -> Tensor:
    if value is None:
        raise TensorError(spec.name, f"nested numbers of shape {list(spec.shape[1:])}", "nothing")
    one = from_nested(value, TensorSpec(spec.name, spec.dtype, spec.shape[1:]))
    return one._replace(shape=spec.shape)


def _row(answer: Answer) -> object:
    """One output needs no name."""
    values = {name: tensor.nested()[0] for name, tensor in answer.outputs.items()}  # type: ignore[index]
    return values if len(values) > 1 else next(iter(values.values()))


def _columns(answers: list[Answer]) -> object:
    rows = [_row(answer) for answer in answers]
    if not isinstance(rows[0], dict):
        return rows
    return {name: [row[name] for row in rows] for name in rows[0]}  # type: ignore[index]


def _kind(value: object) -> str:
    return "an empty array" if value == [] else json_kind(value)
