"""One explanation: the image, its answer, the heat map, and how faithful the map is."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

from tintype.errors import ExplanationError
from tintype.explaining.faithfulness import faithfulness
from tintype.explaining.heat import over_image
from tintype.explaining.methods import chosen, heat_map
from tintype.explaining.pixels import Pixels
from tintype.images.writing import PNG, encode
from tintype.tasks.classification import label
from tintype.tasks.reading import described, to_input
from tintype.tasks.result import Result, Timings

if TYPE_CHECKING:
    from PIL.Image import Image

    from tintype.explaining.heat import Heat
    from tintype.images import Picture
    from tintype.manifest import Manifest
    from tintype.runtimes import Network
    from tintype.tensor import Tensor

VIEWS = ("heat", "overlay")
_SECONDS = 5.0
"""About how long occlusion may take, and the runs that measure faithfulness as well."""

_RANK = 4  # of an image tensor: 1, height, width, channels


class Wishes(NamedTuple):
    """What a caller wants to see.

    Attributes:
        label: a label, or a class's number; empty for the best one.
        method: ``"cam"``, ``"gradients"`` or ``"occlusion"``; empty for the quickest that the model has.
        view: of a picture, ``"heat"`` or ``"overlay"``.
        faithful: whether faithfulness is measured.
    """

    label: str = ""
    method: str = ""
    view: str = VIEWS[0]
    faithful: bool = True


class Explanation(NamedTuple):
    """A heat map and what belongs to it."""

    heat: Heat
    document: dict[str, Any]
    picture: Picture
    timings: Timings


def explain(
    manifest: Manifest, network: Network, data: bytes, wishes: Wishes, max_pixels: int, media_type: str
) -> Result:
    """Say which pixels of an image file spoke for a label.

    Args:
        manifest: the version, of the task classification.
        network: its loaded model file.
        data: the image file.
        wishes: the caller's.
        max_pixels: refuse larger images.
        media_type: ``"application/json"`` or ``"image/png"``.

    Raises:
        ExplanationError: the model is no classifier of images, or knows no such label or method.
        ImageError: see ``tintype.images.decode``.
        InferenceError: the runtime failed.
    """
    found = _explained(manifest, network, data, wishes, max_pixels)
    if media_type != PNG:
        return Result(found.document, found.timings)
    started = perf_counter()
    body = encode(_seen(found, manifest, wishes.view), PNG)
    return Result(found.document, found.timings._replace(render=perf_counter() - started), body, PNG)


def _explained(manifest: Manifest, network: Network, data: bytes, wishes: Wishes, max_pixels: int) -> Explanation:
    if manifest.task != "classification" or len(manifest.inputs[0].shape) != _RANK or len(manifest.inputs) != 1:
        raise ExplanationError("the model", "a classifier of images", f"the task {manifest.task}")
    started = perf_counter()
    picture, tensor = to_input(manifest, data, max_pixels)
    decoded = perf_counter()
    output = manifest.outputs[0].name
    scores = network.run({tensor.name: tensor})[output].flat()
    index = _index(manifest, wishes.label, scores)

    def score(image: Tensor) -> float:
        return network.run({image.name: image})[output].flat()[index]

    pixels, method = Pixels.of(tensor), chosen(network, wishes.method)
    heat = heat_map(method, network, pixels, index, score, _SECONDS)
    said = {
        "task": manifest.task,
        "label": label(manifest, index),
        "score": round(scores[index], 6),
        "method": method,
        "heat": {"width": heat.width, "height": heat.height, "values": [round(value, 6) for value in heat.values]},
        "image": described(picture),
    }
    if wishes.faithful:
        said["faithfulness"] = faithfulness(pixels, heat, score, _SECONDS)
    return Explanation(heat, said, picture, Timings(decoded - started, perf_counter() - decoded))


def _index(manifest: Manifest, wanted: str, scores: list[float]) -> int:
    if not wanted:
        return max(range(len(scores)), key=scores.__getitem__)
    if wanted in manifest.labels:
        return manifest.labels.index(wanted)
    if wanted.isascii() and wanted.isdigit() and int(wanted[:9]) < len(scores):
        return int(wanted[:9])
    raise ExplanationError("label", f"one of the model's {len(scores)} labels, or its number", wanted)


def _seen(found: Explanation, manifest: Manifest, view: str) -> Image:
    from tintype.explaining.rendering import overlay, picture

    image = found.picture.image
    heat = over_image(found.heat, manifest.preprocessing, *image.size)
    return picture(heat) if view == VIEWS[0] else overlay(heat, image)
