"""Who wants to know what a model answers, beside the caller: told before the answer is returned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

from tintype.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tintype.manifest import Manifest
    from tintype.serving.model import Model
    from tintype.tasks import Result
    from tintype.tasks.reading import Answer
    from tintype.tensor import Tensor


class Seen(NamedTuple):
    """One answer.

    Attributes:
        manifest: the version that answered.
        data: the image file; where tensors were sent, the first one's bytes.
        seconds: to decode, run and render.
        document: the task's; empty where the caller gets tensors.
        label: the best one; empty where the task has none.
        is_image: whether ``data`` is an image file.
    """

    manifest: Manifest
    data: bytes
    seconds: float
    document: dict[str, Any]
    label: str
    is_image: bool


class Watcher(Protocol):
    """Counts, measures or keeps what a version answers; never raises."""

    def answered(self, seen: Seen) -> None:
        """Learn of an answer."""

    def failed(self) -> None:
        """Learn of a call that failed by the model's fault."""


T = TypeVar("T", "Answer", "Result")


def watched(model: Model, given: bytes | Mapping[str, Tensor], run: Callable[[], T]) -> T:
    """Return what ``run`` returns or raise what it raises, and tell the model's watchers.

    Args:
        model: with watchers.
        given: an image file, or tensors by name.
        run: answers it.
    """
    try:
        made = run()
    except RequestError:
        raise  # the caller's fault says nothing of the model
    except Exception:
        for watcher in model.watchers:
            watcher.failed()
        raise
    seen = _seen(model, given, made)
    for watcher in model.watchers:
        watcher.answered(seen)
    return made


def _seen(model: Model, given: bytes | Mapping[str, Tensor], made: Answer | Result) -> Seen:
    document: dict[str, Any] = getattr(made, "document", {})
    label: str = document.get("label", "")
    if outputs := getattr(made, "outputs", None):
        label = _label(model.manifest, outputs)
    if isinstance(given, bytes | bytearray):
        return Seen(model.manifest, bytes(given), sum(made.timings), document, label, is_image=True)
    first = next(iter(given.values()))
    return Seen(model.manifest, bytes(first.data), sum(made.timings), document, label, is_image=False)


def _label(manifest: Manifest, outputs: Mapping[str, Tensor]) -> str:
    if manifest.task != "classification":
        return ""
    from tintype.tasks.classification import interpret  # only where tensors are watched

    label: str = interpret(manifest, outputs, 1)["label"]
    return label
