"""From the bytes of an infer request to the document and the bytes of its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tintype.http.codecs import to_json
from tintype.http.oip import binary, inputs, outputs
from tintype.http.oip.fields import read
from tintype.http.request import json_object
from tintype.http.sticky import together
from tintype.serving.pipeline import run_image, run_tensors, total

if TYPE_CHECKING:
    from tintype.http.request import Request
    from tintype.serving import Service
    from tintype.serving.model import Model
    from tintype.tasks import Timings
    from tintype.tasks.reading import Answer


class Inferred(NamedTuple):
    """The answer's JSON, the tensors' bytes behind it, and how long all rows took."""

    document: dict[str, Any]
    tensors: list[bytes]
    timings: Timings


def infer(body: bytes, length: str | None, model: Model, max_pixels: int) -> Inferred:
    """Answer a request; ``length`` is the header that says where its JSON ends.

    Raises:
        RequestError: what was sent cannot be answered; see ``tintype.errors``.
        InferenceError: the runtime failed.
    """
    header, rest = binary.split(body, length)
    document = json_object(header)
    named: str = read(document, "id", str, "")
    manifest = model.manifest
    wanted = outputs.wanted(document, [spec.name for spec in manifest.outputs])
    answers = _answers(inputs.read_all(read(document, "inputs", list), rest), model, max_pixels)
    made = [outputs.entry(want, [answer.outputs[want.name] for answer in answers], manifest) for want in wanted]
    told = {
        "model_name": manifest.name,
        "model_version": str(manifest.version),
        **({"id": named} if named else {}),
        "outputs": [entry for entry, _ in made],
    }
    return Inferred(told, [data for _, data in made if data], total(answers))


def sticky(request: Request, _service: Service) -> bytes:
    """Return what a request is known again by: its image, or what it says of its inputs; not its id.

    Raises:
        RequestError: it cannot be read.
    """
    header, rest = binary.split(request.body, request.headers.get(binary.HEADER.lower()))
    entries: list[Any] = read(json_object(header), "inputs", list)
    found = inputs.read_all(entries, rest)
    if len(found) == 1 and (one := next(iter(found.values()))).datatype == "BYTES":
        return together(inputs.images(one))
    return to_json(entries).encode(errors="surrogatepass") + bytes(rest)


def _answers(found: dict[str, inputs.Input], model: Model, max_pixels: int) -> list[Answer]:
    """Run each row on its own: an image file where BYTES stand for the model's only input."""
    specs = model.network.inputs
    one = found.get(specs[0].name)
    if len(specs) == len(found) == 1 and one and one.datatype == "BYTES" and (files := inputs.images(one)):
        return [run_image(model, file, max_pixels) for file in files]
    return [run_tensors(model, row) for row in inputs.rows(found, specs)]
