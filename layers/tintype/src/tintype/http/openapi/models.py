"""What is said of each released model: its tensors, its labels, and a request that works as it stands."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Any

from tintype.errors import ModelNotFoundError, RegistryError, StorageError
from tintype.http.openapi.describing import ref
from tintype.http.openapi.picture import grey
from tintype.http.openapi.schemas import IMAGE_IN_JSON, NUMBER, TEXT, WHOLE, record, rows
from tintype.registry.reading import list_models, read_manifest

if TYPE_CHECKING:
    from tintype.http.openapi.describing import Schema
    from tintype.manifest import Manifest
    from tintype.serving import Service
    from tintype.tensor import TensorSpec

MOST = 50
"""How many models are described: each takes two reads from S3."""

_MOST_NUMBERS = 1024  # of an example that is written out


def released(service: Service) -> list[Manifest]:
    """Return the manifests of what is live as production; what cannot be read is left out, as its own calls say why."""
    service.settle()
    try:
        names = list_models(service.bucket)
    except StorageError:
        return []
    found = (_manifest(service, name) for name in names[:MOST])
    return [manifest for manifest in found if manifest]


def _manifest(service: Service, name: str) -> Manifest | None:
    try:
        version = service.release(name).live()
        return read_manifest(service.bucket, name, version) if version is not None else None
    except (ModelNotFoundError, RegistryError, StorageError):
        return None


def result(manifest: Manifest) -> Schema:
    """Return the schema of the document for one image."""
    label: Schema = {"enum": list(manifest.labels)} if manifest.labels else TEXT
    image = record(width=WHOLE, height=WHOLE, format=TEXT)
    schema = record(model={"const": manifest.name}, version=WHOLE, task={"const": manifest.task}, image=image)
    if manifest.task == "classification":
        more = record(label=label, score=NUMBER, predictions=rows(record(label=label, score=NUMBER)))
        schema = record(**schema["properties"], **more["properties"])
    if manifest.task == "segmentation":
        areas, found = record(label=label, area=WHOLE, share=NUMBER), record(category_id=WHOLE, label=label, area=WHOLE)
        more = record(areas=rows(areas), segments={"type": "array", "items": found})
        schema = record(**schema["properties"], **more["properties"])
    return schema | {"title": f"What {manifest.name} says of an image"}


def request(manifest: Manifest) -> Schema:
    """Return the schema of TensorFlow Serving's row form for this model, or of several images where it takes them."""
    tensors = {spec.name: nested(spec, spec.shape[1:]) for spec in manifest.inputs}
    named = record(**tensors) | {"additionalProperties": False}
    if len(tensors) > 1:
        whole = record(instances=rows(named))
        return {"oneOf": [whole, ref("Images")]} if takes_images(manifest) else whole
    (tensor,) = tensors.values()
    return {"oneOf": [record(instances=rows({"anyOf": [IMAGE_IN_JSON, tensor]})), ref("Images")]}


def nested(spec: TensorSpec, shape: tuple[int, ...]) -> Schema:
    """Return the schema of numbers in lists of that shape; -1 is any size."""
    if not shape:
        return _number(spec.dtype)
    size = {} if shape[0] == -1 else {"minItems": shape[0], "maxItems": shape[0]}
    return {"type": "array", "items": nested(spec, shape[1:]), **size}


def _number(dtype: str) -> Schema:
    if dtype.startswith(("int", "uint")):
        bits = int(dtype.lstrip("uint"))
        low, high = (0, 2**bits - 1) if dtype.startswith("u") else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
        return {"type": ["integer", "boolean"], "minimum": low, "maximum": high}
    return {"type": ["number", "boolean"]}


def takes_images(manifest: Manifest) -> bool:
    """Say whether a call may bring an image file: it makes the network's one input, or the task knows the others."""
    return len(manifest.inputs) == 1 or manifest.task == "compression"


def examples(manifest: Manifest) -> dict[str, Any]:
    """Return requests in JSON that the model answers as they stand: its golden sample, or a grey picture."""
    one = {"b64": sample(manifest)}
    several = {"images": {"summary": "Several images", "value": {"images": [one, one], "top": 1}}}
    if len(manifest.inputs) == 1:
        return {"image": {"summary": "One image", "value": {"instances": [one]}}} | several
    if takes_images(manifest):
        return several
    if any(prod(spec.shape[1:]) > _MOST_NUMBERS for spec in manifest.inputs):
        return {}
    row = {spec.name: zeros(spec.shape[1:]) for spec in manifest.inputs}
    return {"numbers": {"summary": "One row of numbers", "value": {"instances": [row]}}}


def sample(manifest: Manifest) -> str:
    """Return an image that fits the model, in base64."""
    how = manifest.preprocessing
    return manifest.golden.input if manifest.golden else grey(how.width, how.height)


def zeros(shape: tuple[int, ...]) -> Any:  # noqa: ANN401 -- as deep as the shape
    """Return nested lists of zeros; a free size is 1."""
    return [zeros(shape[1:]) for _ in range(max(1, shape[0]))] if shape else 0
