"""Segmentation: which class each pixel of an image belongs to, in the image's own size.

The manifest's ``labels`` name the classes, of which the first is the background; its first output is uint8 of shape
(1, height, width, classes), each class's probability, of 255, at each place of the input. ``preprocessing`` says what
the network saw; what it did not see is background.
"""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any

from tintype.errors import ManifestError, OptionError
from tintype.images import decode, to_tensor
from tintype.images.restoring import restored
from tintype.images.writing import JPEG, PNG, WEBP, encode, like
from tintype.masks.labelling import OPAQUE, areas, labelled, planes
from tintype.tasks.options import chosen, quality
from tintype.tasks.parameters import JSON
from tintype.tasks.reading import described
from tintype.tasks.result import Result, Timings
from tintype.tensor import Tensor

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from PIL.Image import Image

    from tintype.images import Picture
    from tintype.manifest import Manifest
    from tintype.runtimes import Network
    from tintype.tasks.parameters import Parameters

MASK, OVERLAY, CUTOUT = _VIEWS = ("mask", "overlay", "cutout")
_TWO = 2  # classes: the background and one subject
_WRITABLE = {MASK: (PNG,), OVERLAY: (PNG, JPEG, WEBP), CUTOUT: (PNG, WEBP)}


def media_types(data: bytes, options: Mapping[str, str]) -> tuple[str, ...]:
    """Return what a caller may accept of the option ``view``; of an overlay first the format that was sent.

    Raises:
        OptionError: there is no such view.
    """
    kinds = _WRITABLE[chosen(options, "view", _VIEWS)]
    usual = like(data) if len(kinds) > _TWO else PNG
    return (usual, *(kind for kind in kinds if kind != usual), JSON)


def answer(manifest: Manifest, network: Network, data: bytes, parameters: Parameters, max_pixels: int) -> Result:
    """See ``tintype.tasks.answer``.

    The options are ``view`` (``"mask"``, ``"overlay"`` or ``"cutout"``), the ``quality`` of an overlay in JPEG or WebP,
    and of a document those of ``tintype.masks.segments``. A document holds a picture where a view is asked for.

    Raises:
        OptionError: an option has no such value, or nothing can be cut out.
        MaskTooDetailedError: the document would be too long.
    """
    view, best = _wished(manifest, parameters)
    started = perf_counter()
    picture = decode(data, max_pixels, None if _shows(view, parameters) else _size(manifest))
    decoded = perf_counter()
    probabilities = _run(manifest, network, picture)
    ran = perf_counter()
    labels = labelled(_planes(manifest, probabilities, picture))
    said = _said(manifest, picture, labels, parameters)
    body, kind = None, ""
    if parameters.media_type != JSON or "view" in parameters.options:
        kind = media_types(data, parameters.options)[0] if parameters.media_type == JSON else parameters.media_type
        body = encode(_picture(view, manifest, picture, labels, probabilities), kind, quality=best)
    return Result(said, Timings(decoded - started, ran - decoded, perf_counter() - ran), body, kind)


def _wished(manifest: Manifest, parameters: Parameters) -> tuple[str, int | None]:
    spec, classes = manifest.outputs[0], len(manifest.labels)
    if spec.dtype != "uint8" or len(spec.shape) != 4 or spec.shape[0] != 1 or spec.shape[3] != max(classes, _TWO):  # noqa: PLR2004 -- one image, its sides, its classes
        raise ManifestError("manifest", "probabilities in uint8, (1, height, width, labels)", repr(spec))
    view = chosen(parameters.options, "view", _VIEWS)
    if view == CUTOUT and classes > _TWO:
        raise OptionError("view", f"mask or overlay, of a model with {classes - 1} classes", view)
    return view, quality(parameters.options)


def _shows(view: str, parameters: Parameters) -> bool:
    """Say whether the answer shows the image, which is then decoded in full."""
    return view != MASK and (parameters.media_type != JSON or "view" in parameters.options)


def _size(manifest: Manifest) -> tuple[int, int]:
    return manifest.preprocessing.width, manifest.preprocessing.height


def _run(manifest: Manifest, network: Network, picture: Picture) -> Tensor:
    how, spec = manifest.preprocessing, manifest.inputs[0]
    tensor = Tensor(spec.name, how.dtype, how.shape, to_tensor(picture.image, how))
    return network.run({spec.name: tensor})[manifest.outputs[0].name]


def _planes(manifest: Manifest, probabilities: Tensor, picture: Picture) -> Iterator[Image]:
    for index, plane in enumerate(planes(probabilities)):
        outside = 0 if index else OPAQUE
        yield restored(plane, manifest.preprocessing, (picture.width, picture.height), outside)


def _said(manifest: Manifest, picture: Picture, labels: Image, parameters: Parameters) -> dict[str, Any]:
    names, all_pixels = manifest.labels, labels.width * labels.height
    said = {
        "task": manifest.task,
        "image": described(picture),
        "areas": [
            {"label": name, "area": area, "share": round(area / all_pixels, 6)}
            for name, area in zip(names, areas(labels, len(names)), strict=True)
        ],
    }
    if parameters.media_type == JSON:
        from tintype.masks.segments import segments  # for documents alone

        said["segments"] = segments(labels, names, parameters.options)
    return said


def _picture(view: str, manifest: Manifest, picture: Picture, labels: Image, probabilities: Tensor) -> Image:
    from tintype.masks import colours

    if view == MASK:
        return colours.indexed(labels, len(manifest.labels))
    if view == OVERLAY:
        return colours.overlay(labels, len(manifest.labels), picture.image)
    subject = [*_planes(manifest, probabilities, picture)][1]
    return colours.cutout(picture.image, subject)
