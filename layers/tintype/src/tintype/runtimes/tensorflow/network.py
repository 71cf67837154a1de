"""A model that TensorFlow runs, behind the same protocol as LiteRT's."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from tintype.errors import InferenceError, ModelFileError, TensorError
from tintype.tensor import ITEM_SIZES, Tensor, TensorSpec

if TYPE_CHECKING:
    from collections.abc import Mapping


def warm() -> None:
    """Import TensorFlow, which takes seconds.

    Raises:
        ModelFileError: it is not here.
    """
    try:
        import tensorflow as tf  # noqa: F401
    except ImportError as error:
        raise ModelFileError("tensorflow", "expected TensorFlow here: deploy template-tensorflow.yaml") from error


def load(file: bytearray, threads: int = 1) -> TensorFlowNetwork:
    """Make a network of a ``.keras`` file or a zipped SavedModel.

    Raises:
        ModelFileError: it is neither, is not safe to load, or TensorFlow is not here.
    """
    warm()
    import tensorflow as tf

    from tintype.runtimes.tensorflow.files import read

    with suppress(RuntimeError):  # the first model of a container decides; later ones run on as many
        tf.config.threading.set_intra_op_parallelism_threads(threads)
        tf.config.threading.set_inter_op_parallelism_threads(1)
    try:
        return TensorFlowNetwork(read(file))
    except ModelFileError:
        raise
    except Exception as error:  # whatever Keras and TensorFlow raise about a file
        raise ModelFileError("tensorflow", f"{type(error).__name__}: {error}") from error


class TensorFlowNetwork:
    """See ``tintype.runtimes.Network``.

    Args:
        function: a concrete function whose arguments and results have names.

    Raises:
        ModelFileError: a tensor's type has no name here, or its size is open beside the batch.
    """

    def __init__(self, function: Any) -> None:  # noqa: ANN401 -- TensorFlow has no types
        self._function = function
        self.inputs = _specs(function.structured_input_signature[1])
        self.outputs = _specs(function.structured_outputs)

    def run(self, inputs: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """Run the network; see ``tintype.runtimes.Network.run``."""
        if self._function is None:
            raise InferenceError("the network was closed before")
        given = {spec.name: _given(spec, inputs.get(spec.name)) for spec in self.inputs}
        try:
            answered = self._function(**given)
        except Exception as error:  # whatever an operator raises about valid input
            raise InferenceError(f"{type(error).__name__}: {error}") from error
        return {spec.name: _answered(spec, answered[spec.name]) for spec in self.outputs}

    def also(self, name: str) -> TensorFlowNetwork | None:
        """Return another signature of a SavedModel; None if it has none of this name, as a ``.keras`` file has none."""
        signatures = getattr(getattr(self._function, "owner", None), "signatures", {})
        return TensorFlowNetwork(signatures[name]) if name in signatures else None

    def close(self) -> None:
        """Give the memory back; a second time does nothing."""
        self._function = None


def _given(spec: TensorSpec, tensor: Tensor | None) -> Any:  # noqa: ANN401
    import tensorflow as tf
    from numpy import frombuffer

    expected = f"{spec.dtype} of shape {list(spec.shape)}"
    if tensor is None:
        raise TensorError(spec.name, expected, "nothing")
    if tensor.dtype != spec.dtype or tensor.shape != spec.shape:
        raise TensorError(spec.name, expected, f"{tensor.dtype} of shape {list(tensor.shape)}")
    kind = tf.as_dtype(spec.dtype)
    return tf.constant(frombuffer(tensor.data, kind.as_numpy_dtype).reshape(spec.shape), kind)


def _answered(spec: TensorSpec, value: Any) -> Tensor:  # noqa: ANN401
    array = value.numpy()
    return Tensor(spec.name, spec.dtype, tuple(array.shape), array.tobytes())


def _specs(signature: Mapping[str, Any]) -> tuple[TensorSpec, ...]:
    return tuple(_spec(name, signature[name]) for name in sorted(signature))


def _spec(name: str, signature: Any) -> TensorSpec:  # noqa: ANN401
    """An open batch becomes 1, as in LiteRT's files; another open size is nothing that an image could be made for."""
    shape, dtype = signature.shape.as_list(), signature.dtype.name
    if dtype not in ITEM_SIZES:
        raise ModelFileError("tensorflow", f"tensor {name!r} is of {dtype}; expected one of {sorted(ITEM_SIZES)}")
    if None in shape[1:]:
        raise ModelFileError(
            "tensorflow", f"tensor {name!r} has the shape {shape}; expected fixed sizes beside the batch"
        )
    return TensorSpec(name, dtype, tuple(1 if size is None else size for size in shape))
