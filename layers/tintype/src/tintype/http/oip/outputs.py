"""The tensors of an answer: values, or the best classes; as numbers in JSON, or as bytes behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tintype.errors import RequestError, shown
from tintype.http.oip import binary
from tintype.http.oip.datatypes import DATATYPES
from tintype.http.oip.fields import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tintype.manifest import Manifest
    from tintype.tensor import Tensor


class Wanted(NamedTuple):
    """One entry of a request's ``outputs``; ``classes`` is 0 where the values themselves are wanted."""

    name: str
    binary: bool
    classes: int = 0


def wanted(document: dict[str, Any], names: Sequence[str]) -> list[Wanted]:
    """Return which outputs a request asks for: by default all of the model's, in its order.

    Raises:
        RequestError: an entry is malformed, or the model has no such output.
    """
    default: bool = read(read(document, "parameters", dict, {}), "binary_data_output", bool, False)
    entries: list[Any] = read(document, "outputs", list, [])
    return [_wanted(entry, names, default) for entry in entries] or [Wanted(name, default) for name in names]


def _wanted(entry: object, names: Sequence[str], default: bool) -> Wanted:
    if not isinstance(entry, dict):
        raise RequestError(f'Expected each of "outputs" to be a JSON object, received {shown(entry)}.')
    name = read(entry, "name", str)
    if name not in names:
        raise RequestError(f"Expected an output among {shown(sorted(names))}, received {shown(name)}.")
    parameters = read(entry, "parameters", dict, {})
    classes = read(parameters, "classification", int, 0)
    if classes < 0:
        raise RequestError(f'Expected "classification" to be at least 0, received {shown(classes)}.')
    return Wanted(name, read(parameters, "binary_data", bool, default), classes)


def entry(want: Wanted, rows: Sequence[Tensor], manifest: Manifest) -> tuple[dict[str, Any], bytes]:
    """Return an output's entry in the answer, and the bytes that follow the JSON."""
    if want.classes:
        return _classified(want, [_best(row, want.classes, manifest) for row in rows])
    first = rows[0]
    shape = [len(rows) * first.shape[0], *first.shape[1:]] if first.shape else []
    told = {"name": want.name, "datatype": DATATYPES[first.dtype], "shape": shape}
    data = b"".join(row.data for row in rows)
    if want.binary:
        return {**told, "parameters": {"binary_data_size": len(data)}}, data
    return {**told, "data": first._replace(data=data).flat()}, b""


def _best(row: Tensor, count: int, manifest: Manifest) -> list[str]:
    scores = row.flat()
    labels = manifest.labels if row.name == manifest.outputs[0].name else ()
    best = sorted(range(len(scores)), key=scores.__getitem__, reverse=True)[:count]
    return [f"{scores[i]:f}:{i}" + (f":{labels[i]}" if i < len(labels) else "") for i in best]


def _classified(want: Wanted, rows: list[list[str]]) -> tuple[dict[str, Any], bytes]:
    told = {"name": want.name, "datatype": "BYTES", "shape": [len(rows), len(rows[0])]}
    texts = [text for row in rows for text in row]
    if not want.binary:
        return {**told, "data": texts}, b""
    data = binary.joined(text.encode() for text in texts)
    return {**told, "parameters": {"binary_data_size": len(data)}}, data
