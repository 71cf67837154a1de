"""Operators put behind a finished LiteRT file: quantised scores become numbers again, logits become probabilities.

The file is read and written through its schema's own classes, which ai-edge-litert brings along.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import flatbuffers
from ai_edge_litert import schema_py_generated as schema

from tintype.runtimes.litert.signature import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Callable

_IDENTIFIER = b"TFL3"
_QUANTISED = (schema.TensorType.UINT8, schema.TensorType.INT8, schema.TensorType.INT16)


def needs_graft(file: bytes) -> bool:
    """Say whether the scores leave the file's main function quantised, or beside others."""
    model = schema.ModelT.InitFromPackedBuf(file, 0)
    graph = model.subgraphs[_main(model)]
    return len(graph.outputs) > 1 or graph.tensors[int(graph.outputs[0])].type in _QUANTISED


def graft(file: bytes, scores: int, *, softmax: bool) -> bytes:
    """Return a file whose main function has one output, its scores as float32; other functions stay as they are.

    Args:
        file: a LiteRT file.
        scores: the tensor of the main function's graph that has them.
        softmax: turn logits into probabilities.
    """
    model = schema.ModelT.InitFromPackedBuf(file, 0)
    main, last = _main(model), scores
    graph = model.subgraphs[main]
    if graph.tensors[last].type in _QUANTISED:
        last = _append(model, graph, last, schema.BuiltinOperator.DEQUANTIZE)
    if softmax:
        last = _append(model, graph, last, schema.BuiltinOperator.SOFTMAX, _softmax)
    graph.outputs = [last]
    for signature in model.signatureDefs or ():
        if signature.subgraphIndex == main:
            signature.outputs = [named for named in signature.outputs if named.tensorIndex == scores]
            for named in signature.outputs:
                named.tensorIndex = last
    builder = flatbuffers.Builder(len(file) + 4096)
    builder.Finish(model.Pack(builder), _IDENTIFIER)
    return bytes(builder.Output())


def _main(model: Any) -> int:  # noqa: ANN401 -- the schema has no types
    """Return the graph of the function that is served: ``serving_default``, else the first."""
    named = {signature.signatureKey: int(signature.subgraphIndex) for signature in model.signatureDefs or ()}
    return named.get(DEFAULT.encode(), next(iter(named.values()), 0))


def _append(
    model: Any,  # noqa: ANN401
    graph: Any,  # noqa: ANN401
    source: int,
    code: int,
    options: Callable[[Any], None] | None = None,
) -> int:
    """Append an operator upon a tensor of a graph; return the index of its output, float32."""
    given = graph.tensors[source]
    made = schema.TensorT()
    made.name, made.type, made.buffer = given.name + f"/{code}".encode(), schema.TensorType.FLOAT32, 0
    made.shape, made.shapeSignature, made.hasRank = given.shape, given.shapeSignature, given.hasRank
    graph.tensors.append(made)
    operator = schema.OperatorT()
    operator.opcodeIndex = _opcode(model, code)
    operator.inputs, operator.outputs = [source], [len(graph.tensors) - 1]
    if options:
        options(operator)
    graph.operators.append(operator)
    return len(graph.tensors) - 1


def _opcode(model: Any, code: int) -> int:  # noqa: ANN401
    made = schema.OperatorCodeT()
    made.builtinCode = made.deprecatedBuiltinCode = code  # both: old readers know the second alone
    made.version = 1 if code == schema.BuiltinOperator.SOFTMAX else 2
    model.operatorCodes.append(made)
    return len(model.operatorCodes) - 1


def _softmax(operator: Any) -> None:  # noqa: ANN401
    operator.builtinOptionsType = schema.BuiltinOptions.SoftmaxOptions
    operator.builtinOptions = schema.SoftmaxOptionsT()
    operator.builtinOptions.beta = 1.0
