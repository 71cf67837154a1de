"""Files with metadata as TensorFlow Lite's own tools would write it."""

import io
import zipfile

import flatbuffers
import pytest
from ai_edge_litert import schema_py_generated as schema

from tests.models.published import file
from workbench.importing.preprocessing.metadata import read_metadata


def _vector_of_tables(builder, tables):
    builder.StartVector(4, len(tables), 4)
    for table in reversed(tables):
        builder.PrependUOffsetTRelative(table)
    return builder.EndVector()


def _floats(builder, values):
    builder.StartVector(4, len(values), 4)
    for value in reversed(values):
        builder.PrependFloat32(value)
    return builder.EndVector()


def _table(builder, fields):
    builder.StartObject(8)
    for slot, (kind, value) in fields.items():
        (builder.PrependUOffsetTRelativeSlot if kind == "table" else builder.PrependUint8Slot)(slot, value, 0)
    return builder.EndObject()


def _metadata(mean, deviation):
    """ModelMetadata > SubGraphMetadata > TensorMetadata > ProcessUnit > NormalizationOptions."""
    builder = flatbuffers.Builder(256)
    means, deviations = _floats(builder, mean), _floats(builder, deviation)
    options = _table(builder, {0: ("table", means), 1: ("table", deviations)})
    unit = _table(builder, {0: ("byte", 1), 1: ("table", options)})
    tensor = _table(builder, {4: ("table", _vector_of_tables(builder, [unit]))})
    graph = _table(builder, {2: ("table", _vector_of_tables(builder, [tensor]))})
    root = _table(builder, {3: ("table", _vector_of_tables(builder, [graph]))})
    builder.Finish(root, b"M001")
    return bytes(builder.Output())


def _with(data, texts=()):
    model = schema.ModelT.InitFromPackedBuf(file("colours"), 0)
    buffer, entry = schema.BufferT(), schema.MetadataT()
    buffer.data = list(data)
    model.buffers.append(buffer)
    entry.name, entry.buffer = b"TFLITE_METADATA", len(model.buffers) - 1
    model.metadata = [*(model.metadata or []), entry]
    builder = flatbuffers.Builder(1024)
    builder.Finish(model.Pack(builder), b"TFL3")
    written = io.BytesIO(bytes(builder.Output()))
    if texts:
        with zipfile.ZipFile(written, "a") as archive:
            for name, text in texts:
                archive.writestr(name, text)
    return written.getvalue()


def test_normalization():
    """Mean and deviation become the scale and the offset."""
    [guess] = read_metadata(_with(_metadata([127.5], [127.5]))).guesses
    assert (guess.scale, guess.offset) == ((pytest.approx(1 / 127.5),), (pytest.approx(-1),))


def test_each_channel():
    """Each channel may have its own."""
    [guess] = read_metadata(_with(_metadata([1.0, 2.0, 3.0], [1.0, 2.0, 4.0]))).guesses
    assert (guess.scale, guess.offset) == ((1.0, 0.5, 0.25), (-1.0, -1.0, -0.75))


def test_labels():
    """The label file behind the model is read, and the model before it stays one."""
    data = _with(_metadata([0.0], [1.0]), [("labels.txt", "red\ngreen\nblue\n")])
    assert read_metadata(data).labels == ("red", "green", "blue")


def test_two_label_files():
    """Where there are several label files, nobody guesses."""
    assert read_metadata(_with(b"", [("en.txt", "red"), ("de.txt", "rot")])).labels == ()


@pytest.mark.parametrize("data", [b"", b"\xff" * 40, _metadata([127.5], [0.0]), _metadata([1.0, 2.0], [1.0])])
def test_nothing_to_read(data):
    """Damaged metadata, or one that cannot be, says nothing."""
    assert read_metadata(_with(data)).guesses == ()


def test_without():
    """A file without metadata says nothing."""
    assert read_metadata(file("colours")) == ((), ())
