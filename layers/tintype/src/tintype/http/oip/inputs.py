"""The tensors of a request: from numbers in JSON, or from bytes behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tintype.errors import RequestError, TensorError, shown
from tintype.halves import widen
from tintype.http.oip import binary
from tintype.http.oip.datatypes import DATATYPES, DTYPES
from tintype.http.oip.fields import read, sizes
from tintype.http.request import decode_base64
from tintype.tensor import HALVES, ITEM_SIZES, Tensor, TensorSpec, from_nested, pack

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Input(NamedTuple):
    """One entry of ``inputs``; ``data`` is a list from JSON, or the bytes of the extension."""

    name: str
    datatype: str
    shape: tuple[int, ...]
    data: list[Any] | memoryview


def read_all(entries: list[Any], rest: memoryview) -> dict[str, Input]:
    """Return a request's inputs by name.

    Args:
        entries: ``inputs``.
        rest: the bytes behind the JSON, which have to be used up.

    Raises:
        RequestError: an entry is malformed, named twice, or the sizes do not add up.
    """
    found: dict[str, Input] = {}
    for entry in entries:
        if not isinstance(entry, dict):
            raise RequestError(f'Expected each of "inputs" to be a JSON object, received {shown(entry)}.')
        one, rest = _read(entry, rest)
        if one.name in found:
            raise RequestError(f"Expected each input once, received {shown(one.name)} twice.")
        found[one.name] = one
    if rest:
        raise RequestError(
            'Expected the "binary_data_size" of all inputs to add up to the bytes behind the JSON, '
            f"received {len(rest)} more."
        )
    return found


def _read(entry: dict[str, Any], rest: memoryview) -> tuple[Input, memoryview]:
    name, datatype = read(entry, "name", str), read(entry, "datatype", str)
    if datatype != "BYTES" and datatype not in DTYPES:
        known = ", ".join([*DTYPES, "BYTES"])
        raise RequestError(f"Expected a datatype of {known} for {shown(name)}, received {shown(datatype)}.")
    shape, parameters = sizes(entry, name), read(entry, "parameters", dict, {})
    if "binary_data_size" not in parameters:
        return Input(name, datatype, shape, read(entry, "data", list)), rest
    size: int = read(parameters, "binary_data_size", int)
    if "data" in entry:
        raise RequestError(f'Expected either "data" or "binary_data_size" for {shown(name)}, received both.')
    if not 0 <= size <= len(rest):
        raise RequestError(
            f"Expected a binary_data_size from 0 to {len(rest)}, what is left of the body, for {shown(name)}, "
            f"received {shown(size)}."
        )
    return Input(name, datatype, shape, rest[:size]), rest[size:]


def rows(inputs: Mapping[str, Input], specs: Sequence[TensorSpec]) -> list[dict[str, Tensor]]:
    """Return what the network takes, row by row: the first size is how many.

    Raises:
        TensorError: an input is missing, or of another shape, datatype or number of bytes than the model takes.
        RequestError: an input that the model has not, or as many rows as no other input has.
    """
    if unknown := inputs.keys() - {spec.name for spec in specs}:
        raise RequestError(f"Expected no other input than the model's, received {shown(min(unknown))}.")
    columns = {spec.name: _column(inputs.get(spec.name), spec) for spec in specs}
    lengths = {len(column) for column in columns.values()}
    if len(lengths) > 1:
        raise RequestError(f"Expected as many rows in every input, received {shown(sorted(lengths))}.")
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def images(one: Input) -> list[bytes]:
    """Return the image files of a BYTES tensor of any shape; in JSON they are base64.

    Raises:
        TensorError: as many as the shape does not say, or text that is none.
        Base64Error: see ``tintype.http.request.decode_base64``.
    """
    if isinstance(one.data, memoryview):
        files = binary.elements(one.data, one.name)
    else:
        files = [_file(text, one.name) for text in _flat(one.data)]
    count = 1
    for size in one.shape:
        count = min(count * size, len(files) + 1)
    if len(files) != count:
        raise TensorError(one.name, f"the elements of shape {shown(list(one.shape))}", f"{len(files)}")
    return files


def _file(text: object, name: str) -> bytes:
    if not isinstance(text, str):
        raise TensorError(name, "base64 text", shown(text))
    return decode_base64(text, shown(name))


def _flat(values: list[Any]) -> list[Any]:
    """Return what stands in lists of any depth, in order; each value is looked at once, however deep another is."""
    found: list[Any] = []
    waiting: list[Any] = [values]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += reversed(value)
        else:
            found.append(value)
    return found


def _column(one: Input | None, spec: TensorSpec) -> list[Tensor]:
    batched = spec.shape[:1] == (1,)
    wanted = f"{DATATYPES[spec.dtype]} of shape {[-1 if batched else spec.shape[0], *spec.shape[1:]]}"
    if one is None:
        raise TensorError(spec.name, wanted, "nothing")
    widened = spec.dtype == "float32" and DTYPES.get(one.datatype) in HALVES
    fits = (
        one.shape[1:] == spec.shape[1:] and len(one.shape) == len(spec.shape) and (batched or one.shape == spec.shape)
    )
    if not fits or not (widened or DTYPES.get(one.datatype) == spec.dtype):
        raise TensorError(spec.name, wanted, f"{one.datatype} of shape {shown(list(one.shape))}")
    data = memoryview(_bytes(one, spec))
    size = len(data) // one.shape[0] if batched else len(data)
    return [Tensor(*spec, data[place : place + size]) for place in range(0, len(data), size)]


def _bytes(one: Input, spec: TensorSpec) -> bytes | memoryview:
    """Return the values in the model's dtype."""
    dtype = DTYPES[one.datatype]
    if not isinstance(one.data, memoryview):
        data: bytes | memoryview = _packed(one.data, TensorSpec(one.name, dtype, one.shape))
    else:
        data = one.data
    one_row = ITEM_SIZES[dtype]
    for size in spec.shape[1:]:
        one_row *= size
    if len(data) != one_row * one.shape[0]:
        raise TensorError(one.name, f"{one_row} bytes a row, {shown(one.shape[0])} rows", f"{len(data)} bytes")
    return data if dtype == spec.dtype else widen(dtype, data)


def _packed(values: list[Any], spec: TensorSpec) -> bytes:
    if values and isinstance(values[0], list):
        return bytes(from_nested(values, spec).data)
    return pack(values, spec)
