"""`tintype eval`: a version measured on labelled images, on this machine, through the code that serves it."""

from __future__ import annotations

import statistics
from time import perf_counter
from typing import TYPE_CHECKING, Any

from rich.console import Group

from tintype.errors import InferenceError, RequestError
from tintype.serving.model import load
from tintype.serving.pipeline import predict
from tintype.settings import Settings
from tintype.tasks import Parameters
from training.loaders.s3 import usual_client
from training.quiet import native_chatter_dropped
from workbench.commands.scores import by_label, share
from workbench.errors import WorkbenchError
from workbench.gate import examples
from workbench.printing import columns, pairs
from workbench.references import version_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mypy_boto3_s3 import S3Client
    from rich.console import RenderableType

    from tintype.s3 import Bucket
    from tintype.serving.model import Model
    from workbench.gate.examples import Example
    from workbench.references import Reference

_ONE = Parameters(top=1)
_MAX_PIXELS = Settings("").max_pixels
_MOST_MISTAKES = 10
_MOST_NAMES = 10


class NoLabelsError(WorkbenchError):
    """A model or images that cannot be held against labels."""


def read(source: str, most: int, s3_client: Callable[[], S3Client] = usual_client) -> list[Example]:
    """Return labelled images of a folder, idx files, a ``.zip`` or an ``s3://`` prefix; evenly chosen where too many.

    Args:
        source: where they are.
        most: how many at most; 0 for all.
        s3_client: see ``workbench.gate.examples.read``.

    Raises:
        GateError, DatasetError: there are none, or they cannot be read.
    """
    found = examples.read(source, s3_client)
    return examples.spread(found, most) if most else found


def evaluate(
    bucket: Bucket, reference: Reference, images: Sequence[Example], step: Callable[[], None] = lambda: None
) -> dict[str, Any]:
    """Ask a version about each image, and return how often it is right: in all, and by label.

    Args:
        bucket: the registry's.
        reference: the version.
        images: with their labels.
        step: is called after each image.

    Returns:
        ``accuracy``, ``interval``, ``right``, ``images``, ``unanswered``, ``milliseconds`` (the median of decoding and
        running), ``labels`` (see ``scores.by_label``), and the first ``mistakes``.

    Raises:
        ModelNotFoundError, VersionNotFoundError: there is no such version.
        RegistryError: it cannot be loaded.
        NoLabelsError: the task gives no labels, or an image has one that the model does not know.
    """
    with native_chatter_dropped():
        model = load(bucket, reference.name, version_of(bucket, reference), None, threads=1)
    try:
        truths = [_known(model, image) for image in images]
        said, seconds = _ask_all(model, images, step)
    finally:
        model.network.close()
    return {
        "model": model.manifest.name,
        "version": model.manifest.version,
        **share(sum(map(str.__eq__, truths, said)), len(images)),
        "images": len(images),
        "unanswered": said.count(""),
        "milliseconds": round(statistics.median(seconds) * 1000, 3),
        "labels": by_label(truths, said),
        "mistakes": _mistakes(images, truths, said),
    }


def render(found: dict[str, Any]) -> RenderableType:
    """Return tables of :func:`evaluate`."""
    low, high = found["interval"]
    head = [
        ("accuracy", f"{found['accuracy']:.2%} (95 %: {low:.2%} to {high:.2%})"),
        ("images", f"{found['images']:,}, {found['right']:,} of them right, {found['unanswered']:,} without an answer"),
        ("each", f"{found['milliseconds']:.2f} ms to decode and run"),
    ]
    numbers = ("recall", "precision", "images")
    table = columns("label", "recall", "95 %", "precision", "images", "mostly taken for", numbers=numbers)
    for label, row in found["labels"].items():
        between = "{:.1%} to {:.1%}".format(*row["interval"])
        shares = (f"{row['recall']:.2%}", between, f"{row['precision']:.2%}")
        table.add_row(label, *shares, f"{row['images']:,}", row["mistaken_for"])
    return Group(pairs(head, title=f"{found['model']}, version {found['version']}"), "", table)


def _known(model: Model, image: Example) -> str:
    names = model.manifest.labels
    if image.label in names:
        return image.label
    if image.label.isdecimal() and int(image.label) < len(names):  # idx files have numbers
        return names[int(image.label)]
    known = ", ".join(names[:_MOST_NAMES]) + (", …" if len(names) > _MOST_NAMES else "")
    mend = "Name the folders as the model names its labels."
    raise NoLabelsError(f"a label of the model ({known or 'it has none'})", f"{image.label!r} for {image.name}", mend)


def _ask_all(model: Model, images: Sequence[Example], step: Callable[[], None]) -> tuple[list[str], list[float]]:
    said, seconds = [], []
    for image in images:
        began = perf_counter()
        said.append(_ask(model, image))
        seconds.append(perf_counter() - began)
        step()
    return said, seconds


def _ask(model: Model, image: Example) -> str:
    """Return the label that the model gives, or an empty text where it cannot answer."""
    try:
        document = predict(model, image.image, _ONE, _MAX_PIXELS).document
    except (RequestError, InferenceError):
        return ""
    if "label" not in document:
        mend = "Ask it by `tintype predict`."
        raise NoLabelsError("a model whose answers are labels", f"the task {model.manifest.task!r}", mend)
    return str(document["label"])


def _mistakes(images: Sequence[Example], truths: Sequence[str], said: Sequence[str]) -> list[dict[str, str]]:
    rows = zip(images, truths, said, strict=True)
    wrong = ({"image": image.name, "label": truth, "answer": said} for image, truth, said in rows if truth != said)
    return list(wrong)[:_MOST_MISTAKES]
