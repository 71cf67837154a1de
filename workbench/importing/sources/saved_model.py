"""A SavedModel: a graph of TensorFlow's operators, of which those that touch files are refused before it is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import tensorflow as tf
from google.protobuf.message import DecodeError
from tensorflow.core.protobuf import saved_model_pb2

from workbench.importing.errors import InterfaceError, SourceError
from workbench.importing.sources.original import Convertible, Original, as_scores, image_input, only, score_count

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from workbench.importing.options import Options

_DEFAULT = "serving_default"
# What reads, writes or calls anything outside of the graph; loading runs the graph's initialisers.
_UNSAFE = frozenset({
    "EagerPyFunc", "MatchingFiles", "PyFunc", "PyFuncStateless", "ReadFile", "WriteFile", "ReaderReadV2",
    "TextLineReaderV2", "WholeFileReaderV2", "FixedLengthRecordReaderV2", "TFRecordReaderV2", "RpcCall",
})  # fmt: skip


def load(path: Path, options: Options) -> Original:
    """Read a SavedModel's folder.

    Raises:
        SourceError: it is none, or has operators that touch files.
        InterfaceError: its signature does not take one image and give one score for each class.
        UnknownError: an option has to say what the folder does not.
    """
    _check(path)
    try:
        loaded = tf.saved_model.load(str(path))
    except (ValueError, OSError, tf.errors.OpError) as error:
        raise SourceError("a SavedModel that TensorFlow loads", f"{error}", "Export it anew.") from error
    return _wrap(loaded, options)


def _wrap(loaded: Any, options: Options) -> Original:  # noqa: ANN401 -- tensorflow has no types
    names = list(loaded.signatures)
    wanted = options.signature or (_DEFAULT if _DEFAULT in names else "")
    function = loaded.signatures[only(names, wanted, "signatures", "--signature")]
    inputs: dict[str, Any] = function.structured_input_signature[1]
    if len(inputs) != 1:
        raise InterfaceError("a signature with one input", f"{len(inputs)}", "Name another by --signature.")
    [(name, spec)] = inputs.items()
    output = only(list(function.structured_outputs), options.scores, "outputs", "--scores")

    def scores(image: Any) -> Any:  # noqa: ANN401 -- tensors
        return function(**{name: image})[output]

    return Original(
        kind="savedmodel",
        input=image_input(_shape(spec), spec.dtype.name, options),
        classes=score_count(_shape(function.structured_outputs[output]), output),
        run=lambda image: as_scores(scores(tf.constant(image))),
        source=Convertible(scores, loaded),
    )


def _shape(spec: Any) -> tuple[int | None, ...]:  # noqa: ANN401
    return () if spec.shape.rank is None else tuple(spec.shape.as_list())


def _check(path: Path) -> None:
    file = path / "saved_model.pb"
    if not file.is_file():
        raise SourceError("a SavedModel's folder, with saved_model.pb", f"{path} without it", "Check the path.")
    document = saved_model_pb2.SavedModel()
    try:
        document.ParseFromString(file.read_bytes())
    except DecodeError as error:
        raise SourceError("a SavedModel", f"a damaged saved_model.pb: {error}", "Export it anew.") from error
    found = sorted(_UNSAFE & set(_operators(document)))
    if found:
        raise SourceError(
            "a SavedModel that computes and does nothing else", f"the operators {', '.join(found)}", "Do not trust it."
        )


def _operators(document: Any) -> Iterator[str]:  # noqa: ANN401
    for graph in document.meta_graphs:
        yield from (node.op for node in graph.graph_def.node)
        for function in graph.graph_def.library.function:
            yield from (node.op for node in function.node_def)
