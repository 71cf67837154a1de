"""Functions for a model's file that explain its answers, made of operators that LiteRT has.

The gradients of ReLU and max-pooling that TensorFlow would write have no counterpart in LiteRT; here they are written
with comparisons and products. Where several pixels of a pool are equally large they share the gradient, which leaves
Grad-CAM as it is: it takes the mean over all places.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import keras
import tensorflow as tf
from keras import layers

from training.networks import INPUT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LABEL, HEAT = "label", "heat"
STEPS = 16
"""Images on the way from black to the image, of which integrated gradients take the mean."""

_IMAGES = 4  # dimensions: batch, height, width, channels
_POOLS = (layers.MaxPooling2D, layers.AveragePooling2D, layers.GlobalAveragePooling2D, layers.GlobalMaxPooling2D)


def grad_cam(model: Any) -> Callable[[Any, Any], Any]:  # noqa: ANN401 -- keras has no types
    """Return Grad-CAM (Selvaraju et al., 2017) at the last layer that still has places, pooling aside.

    The function takes an image (1, height, width, channels) and a class's number, int32 (1,), and returns (1, rows,
    columns): the sum over that layer's channels, each weighted with its mean gradient; negative values are cut off.
    """
    place = _last_places(model)

    def heat(image: Any, label: Any) -> Any:  # noqa: ANN401 -- tensors
        with tf.GradientTape() as tape, _derivable(model) as seen:
            tape.watch(image)
            scores = model(image, training=False)
            score = tf.reduce_sum(scores * tf.one_hot(label, scores.shape[-1]))
        features = seen[place.name]
        weights = tf.reduce_mean(tape.gradient(score, features), (1, 2), keepdims=True)
        return tf.nn.relu(tf.reduce_sum(weights * features, -1))

    return heat


def integrated_gradients(model: Any) -> Callable[[Any, Any], Any]:  # noqa: ANN401 -- keras has no types
    """Return integrated gradients (Sundararajan, Taly and Yan, 2017) from a black image, at the middle of each step.

    The function takes what :func:`grad_cam`'s takes, and returns (1, height, width): each pixel's share of what the
    label's score, before the softmax, has gained.
    """
    shares = tf.reshape((tf.range(STEPS, dtype=tf.float32) + 0.5) / STEPS, (STEPS, 1, 1, 1))

    def heat(image: Any, label: Any) -> Any:  # noqa: ANN401 -- tensors
        way = shares * image
        with tf.GradientTape() as tape, _derivable(model):
            tape.watch(way)
            scores = model(way, training=False)
            score = tf.reduce_sum(scores * tf.one_hot(label, scores.shape[-1]))
        return tf.reduce_sum(image * tf.reduce_mean(tape.gradient(score, way), 0, keepdims=True), -1)

    return heat


def signature(function: Callable[[Any, Any], Any], shape: tuple[int, ...], dtype: str = "float32") -> Any:  # noqa: ANN401
    """Return a function as a signature, a ``tf.function`` from ``image`` and ``label`` to ``heat``."""
    return tf.function(
        lambda image, label: {HEAT: function(image, label)},
        input_signature=[tf.TensorSpec(shape, dtype, name=INPUT), tf.TensorSpec((1,), tf.int32, name=LABEL)],
    )


def _last_places(model: Any) -> Any:  # noqa: ANN401
    return next(
        layer
        for layer in reversed(model.layers)
        if len(layer.output.shape) == _IMAGES and not isinstance(layer, (*_POOLS, layers.Dropout))
    )


@contextmanager
def _derivable(model: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    """Let layers compute, for a while, with gradients that convert, and the last one its scores before the softmax.

    Yields what each layer gives, by its name.
    """
    seen: dict[str, Any] = {}
    with ExitStack() as undo:
        for layer in model.layers:
            _change(layer, seen, undo)
        yield seen


def _change(layer: Any, seen: dict[str, Any], undo: ExitStack) -> None:  # noqa: ANN401
    activation = getattr(layer, "activation", None)
    if activation is keras.activations.relu or activation is keras.activations.softmax:
        undo.callback(setattr, layer, "activation", activation)
        layer.activation = _relu if activation is keras.activations.relu else keras.activations.linear
    call = _relu if isinstance(layer, layers.ReLU) and layer.max_value is None else layer.call
    if isinstance(layer, layers.MaxPooling2D):
        call = _pooling(layer)
    if isinstance(layer, layers.Dense):
        call = _dense(layer)
    undo.callback(setattr, layer, "call", layer.call)
    layer.call = _noting(layer.name, call, seen)


def _noting(name: str, call: Callable[..., Any], seen: dict[str, Any]) -> Callable[..., Any]:
    def noting(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 -- tensors
        seen[name] = call(*arguments, **options)
        return seen[name]

    return noting


def _relu(x: Any, **_: Any) -> Any:  # noqa: ANN401 -- tensors
    return _relu_with_gradient(x)


@tf.custom_gradient  # type: ignore[untyped-decorator] # tensorflow has no types
def _relu_with_gradient(x: Any) -> Any:  # noqa: ANN401 -- tensors
    y = tf.nn.relu(x)
    return y, lambda dy: dy * tf.cast(y > 0, dy.dtype)


def _dense(layer: Any) -> Callable[..., Any]:  # noqa: ANN401
    """Multiply back with the weights as the forward product has them: LiteRT then stores them once, not twice."""

    def call(x: Any, **_: Any) -> Any:  # noqa: ANN401 -- tensors
        scores = _product(x, tf.convert_to_tensor(layer.kernel))
        return layer.activation(scores if layer.bias is None else scores + layer.bias)

    return call


@tf.custom_gradient  # type: ignore[untyped-decorator] # tensorflow has no types
def _product(x: Any, kernel: Any) -> Any:  # noqa: ANN401 -- tensors
    return tf.matmul(x, kernel), lambda dy: (tf.matmul(dy[None], tf.transpose(kernel)[None])[0], None)


def _pooling(layer: Any) -> Callable[..., Any]:  # noqa: ANN401
    rows, columns = layer.pool_size
    if layer.strides != layer.pool_size or layer.padding != "valid":
        message = f"expected pools side by side to explain {layer.name}, received strides {layer.strides}"
        raise ValueError(message)

    @tf.custom_gradient  # type: ignore[untyped-decorator] # likewise
    def pool(x: Any) -> Any:  # noqa: ANN401 -- tensors
        y = tf.nn.max_pool2d(x, (rows, columns), (rows, columns), "VALID")
        height, width = (y.shape[1] * rows, y.shape[2] * columns)

        def gradient(dy: Any) -> Any:  # noqa: ANN401 -- tensors
            largest = tf.cast(tf.equal(x[:, :height, :width], _spread(y, height, width)), dy.dtype)
            ties = tf.nn.avg_pool2d(largest, (rows, columns), (rows, columns), "VALID") * (rows * columns)
            shared = largest * _spread(dy / ties, height, width)
            return tf.pad(shared, ((0, 0), (0, x.shape[1] - height), (0, x.shape[2] - width), (0, 0)))

        return y, gradient

    return lambda x, **_: pool(x)


def _spread(x: Any, height: int, width: int) -> Any:  # noqa: ANN401 -- tensors
    return tf.image.resize(x, (height, width), "nearest")
