"""A LiteRT file that somebody else made: served as it is, but that scores leave it as floating-point numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ai_edge_litert.interpreter import Interpreter

from tintype.runtimes.litert.signature import DEFAULT
from workbench.importing.errors import InterfaceError, SourceError
from workbench.importing.preprocessing.metadata import read_metadata
from workbench.importing.sources.original import Original, Values, as_scores, image_input, only, score_count

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from workbench.importing.options import Options

_INPUTS = ("float32", "uint8", "int8")

Details = dict[str, Any]


class _Function(NamedTuple):
    """The file's main function: its tensors by name, and how it is run."""

    inputs: dict[str, Details]
    outputs: dict[str, Details]
    run: Callable[[Values], dict[str, Values]]


def load(path: Path, options: Options) -> Original:
    """Read a ``.tflite`` file.

    Raises:
        SourceError: LiteRT does not read it.
        InterfaceError: it does not take one image and give one score for each class.
        UnknownError: an option has to say what the file does not.
    """
    file = path.read_bytes()
    function = _main(file)
    if len(function.inputs) != 1:
        raise InterfaceError("one input", f"{len(function.inputs)}", "Convert a model that takes an image alone.")
    [given] = function.inputs.values()
    taken = image_input(_open_shape(given), given["dtype"].__name__, options)
    if taken.dtype not in _INPUTS:
        raise InterfaceError(f"an input of {', '.join(_INPUTS)}", taken.dtype, "Convert it so.")
    name = only(list(function.outputs), options.scores, "outputs", "--scores")
    output, metadata = function.outputs[name], read_metadata(file)
    return Original(
        kind="tflite",
        input=taken,
        classes=score_count(tuple(output["shape"]), name),
        run=lambda image: _real(function.run(image)[name], output),
        source=file,
        guesses=metadata.guesses,
        labels=metadata.labels,
        quantum=_quantum(given),
        scores=int(output["index"]),
    )


def _main(file: bytes) -> _Function:
    """Return ``serving_default``, else the first function; files of old converters have one without a name."""
    try:
        interpreter = Interpreter(model_content=file, num_threads=1)
        names = list(interpreter.get_signature_list())
        if not names:
            return _unnamed(interpreter)
        runner = interpreter.get_signature_runner(DEFAULT if DEFAULT in names else names[0])
        inputs, outputs = runner.get_input_details(), runner.get_output_details()
    except (ValueError, RuntimeError) as error:
        raise SourceError("a LiteRT file", f"one that is not: {error}", "Convert it anew.") from error
    return _Function(inputs, outputs, lambda image: runner(**{next(iter(inputs)): image}))


def _unnamed(interpreter: Any) -> _Function:  # noqa: ANN401 -- ai_edge_litert has no types
    inputs, outputs = interpreter.get_input_details(), interpreter.get_output_details()

    def run(image: Values) -> dict[str, Values]:
        interpreter.resize_tensor_input(inputs[0]["index"], image.shape)
        interpreter.allocate_tensors()
        interpreter.set_tensor(inputs[0]["index"], image)
        interpreter.invoke()
        return {str(detail["name"]): interpreter.get_tensor(detail["index"]) for detail in outputs}

    return _Function({str(d["name"]): d for d in inputs}, {str(d["name"]): d for d in outputs}, run)


def _open_shape(detail: Details) -> tuple[int | None, ...]:
    """Return the shape in which -1 is any size, where the file says so."""
    shape = detail["shape_signature"] if len(detail["shape_signature"]) else detail["shape"]
    return tuple(int(size) for size in shape)


def _real(values: Values, detail: Details) -> Values:
    quantum = _quantum(detail)
    scores = as_scores(values)
    return (scores - quantum[1]) * quantum[0] if quantum else scores


def _quantum(detail: Details) -> tuple[float, int] | None:
    scale, zero = detail["quantization"]
    return (float(scale), int(zero)) if scale else None
