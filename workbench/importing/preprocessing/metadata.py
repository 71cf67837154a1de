"""TensorFlow Lite's metadata: what its own tools write into a file about its input, and the labels beside it.

The tables and their fields are those of metadata_schema.fbs 1.x
(https://github.com/tensorflow/tflite-support/blob/master/tensorflow_lite_support/metadata/metadata_schema.fbs); the
labels lie in a zip archive behind the model (https://www.tensorflow.org/lite/models/convert/metadata).
"""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO
from typing import Any, NamedTuple

import numpy as np
from ai_edge_litert import schema_py_generated as schema
from flatbuffers.number_types import Float32Flags, UOffsetTFlags
from flatbuffers.table import Table

from workbench.importing.preprocessing.guess import Guess, of_moments

_BUFFER = "TFLITE_METADATA"
_MODEL_SUBGRAPHS, _SUBGRAPH_INPUTS, _TENSOR_UNITS = 3, 2, 4
_UNIT_KIND, _UNIT_OPTIONS = 0, 1
_NORMALIZATION, _MEAN, _DEVIATION = 1, 0, 1
_MOST_LABELS = 10_000_000  # bytes


class Metadata(NamedTuple):
    """What a file says of itself; empty where it says nothing."""

    guesses: tuple[Guess, ...] = ()
    labels: tuple[str, ...] = ()


def read_metadata(file: bytes) -> Metadata:
    """Return the metadata of a ``.tflite`` file, or what can be read of it."""
    try:
        return Metadata(_guesses(file), _labels(file))
    except (struct.error, IndexError, ValueError, TypeError, zipfile.BadZipFile):
        return Metadata()


def _guesses(file: bytes) -> tuple[Guess, ...]:
    root = _root(file)
    if root is None:
        return ()
    [subgraph, *_] = _tables(root, _MODEL_SUBGRAPHS)
    [taken, *_] = _tables(subgraph, _SUBGRAPH_INPUTS)
    for unit in _tables(taken, _TENSOR_UNITS):
        kind, options = _field(unit, _UNIT_KIND), _field(unit, _UNIT_OPTIONS)
        if kind and options and unit.Bytes[unit.Pos + kind] == _NORMALIZATION:
            table = Table(unit.Bytes, unit.Indirect(unit.Pos + options))
            mean, deviation = _floats(table, _MEAN), _floats(table, _DEVIATION)
            if mean and len(mean) == len(deviation) and all(deviation):
                return (of_moments(mean, deviation, "the file's metadata"),)
    return ()


def _labels(file: bytes) -> tuple[str, ...]:
    if not zipfile.is_zipfile(BytesIO(file)):
        return ()
    with zipfile.ZipFile(BytesIO(file)) as archive:
        texts = [item for item in archive.infolist() if item.filename.endswith(".txt")]
        if len(texts) != 1 or texts[0].file_size > _MOST_LABELS:
            return ()  # several, such as translations: the owner knows which
        return tuple(archive.read(texts[0]).decode("utf-8", "replace").splitlines())


def _root(file: bytes) -> Table | None:
    model = schema.Model.GetRootAs(file, 0)
    for index in range(model.MetadataLength()):
        entry = model.Metadata(index)
        if entry.Name() == _BUFFER.encode():
            data = bytearray(np.asarray(model.Buffers(entry.Buffer()).DataAsNumpy(), np.uint8).tobytes())
            return Table(data, struct.unpack_from("<I", data)[0])
    return None


def _field(table: Table, number: int) -> int:
    """Return a field's offset from the table's position; 0 where it is left out."""
    return int(table.Offset(4 + 2 * number))


def _tables(table: Table, number: int) -> list[Table]:
    offset = _field(table, number)
    if not offset:
        return []
    start = table.Vector(offset)
    width = UOffsetTFlags.bytewidth
    return [Table(table.Bytes, table.Indirect(start + width * i)) for i in range(table.VectorLen(offset))]


def _floats(table: Table, number: int) -> tuple[float, ...]:
    offset = _field(table, number)
    if not offset:
        return ()
    values: Any = table.GetVectorAsNumpy(Float32Flags, offset)
    return tuple(float(value) for value in values)
