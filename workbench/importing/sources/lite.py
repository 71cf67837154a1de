"""A LiteRT file that somebody else made: served as it is, but that scores leave it as floating-point numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ai_edge_litert.interpreter import Interpreter

from workbench.importing.errors import InterfaceError, SourceError
from workbench.importing.preprocessing.metadata import read_metadata
from workbench.importing.sources.original import Original, Values, as_scores, image_input, only, score_count

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.importing.options import Options

_INPUTS = ("float32", "uint8", "int8")


def load(path: Path, options: Options) -> Original:
    """Read a ``.tflite`` file.

    Raises:
        SourceError: LiteRT does not read it.
        InterfaceError: it does not take one image and give one score for each class.
        UnknownError: an option has to say what the file does not.
    """
    file = path.read_bytes()
    interpreter = _interpreter(file)
    inputs, outputs = interpreter.get_input_details(), interpreter.get_output_details()
    if len(inputs) != 1:
        raise InterfaceError("one input", f"{len(inputs)}", "Convert a model that takes an image alone.")
    taken = image_input(_open_shape(inputs[0]), inputs[0]["dtype"].__name__, options)
    if taken.dtype not in _INPUTS:
        raise InterfaceError(f"an input of {', '.join(_INPUTS)}", taken.dtype, "Convert it so.")
    named = {str(detail["name"]): detail for detail in outputs}
    output = named[only(list(named), options.scores, "outputs", "--scores")]
    metadata = read_metadata(file)
    return Original(
        kind="tflite",
        input=taken,
        classes=score_count(tuple(output["shape"]), str(output["name"])),
        run=_runner(interpreter, taken, output),
        source=file,
        guesses=metadata.guesses,
        labels=metadata.labels,
        quantum=_quantum(inputs[0]),
        output=outputs.index(output),
    )


def _interpreter(file: bytes) -> Any:  # noqa: ANN401 -- ai_edge_litert has no types
    try:
        return Interpreter(model_content=file, num_threads=1)
    except (ValueError, RuntimeError) as error:
        raise SourceError("a LiteRT file", f"one that is not: {error}", "Convert it anew.") from error


def _runner(interpreter: Any, taken: Any, output: dict[str, Any]) -> Any:  # noqa: ANN401
    index = interpreter.get_input_details()[0]["index"]
    interpreter.resize_tensor_input(index, [1, taken.height, taken.width, taken.channels])
    interpreter.allocate_tensors()
    quantum = _quantum(output)

    def run(image: Values) -> Values:
        interpreter.set_tensor(index, image)
        interpreter.invoke()
        values = as_scores(interpreter.get_tensor(output["index"]))
        return (values - quantum[1]) * quantum[0] if quantum else values

    return run


def _open_shape(detail: dict[str, Any]) -> tuple[int | None, ...]:
    """Return the shape in which -1 is any size, where the file says so."""
    shape = detail["shape_signature"] if len(detail["shape_signature"]) else detail["shape"]
    return tuple(int(size) for size in shape)


def _quantum(detail: dict[str, Any]) -> tuple[float, int] | None:
    scale, zero = detail["quantization"]
    return (float(scale), int(zero)) if scale else None
