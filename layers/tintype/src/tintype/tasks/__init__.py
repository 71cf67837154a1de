"""What turns an image into a result, by a network. A further task is a module of its own and one line in ``_MODULES``.

Such a module has ``media_types`` and ``answer``, as described here.
"""

from __future__ import annotations

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from tintype.errors import ManifestError
from tintype.tasks.parameters import Parameters
from tintype.tasks.result import Result, Timings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tintype.manifest import Manifest
    from tintype.runtimes import Network

__all__ = ["Parameters", "Result", "Timings", "answer", "check", "media_types"]

_NONE: Mapping[str, str] = MappingProxyType({})
_MODULES = {
    "classification": "tintype.tasks.classification",
    "enhancement": "tintype.tasks.enhancement",
    "segmentation": "tintype.tasks.segmentation",
}


def check(manifest: Manifest) -> None:
    """Find out, before the model is served, that nothing here can use it.

    Raises:
        ManifestError: no such task here.
    """
    if manifest.task not in _MODULES:
        raise ManifestError("manifest", f"a task among {sorted(_MODULES)}", repr(manifest.task))


def media_types(manifest: Manifest, data: bytes = b"", options: Mapping[str, str] = _NONE) -> tuple[str, ...]:
    """Return the media types in which the model's task can answer an image file, the usual one first.

    Raises:
        OptionError: the caller's options have no such value.
        ManifestError: no such task here.
    """
    offered: tuple[str, ...] = _module(manifest).media_types(data, options)
    return offered


def answer(manifest: Manifest, network: Network, data: bytes, parameters: Parameters, max_pixels: int) -> Result:
    """Return what the model's task makes of an image file.

    Args:
        manifest: the version that answers.
        network: its loaded model file.
        data: the image file.
        parameters: the caller's wishes.
        max_pixels: refuse larger images.

    Raises:
        ImageError: see ``tintype.images.decode``.
        RequestError: the task has no such option.
        InferenceError: the runtime failed.
        ManifestError: no such task here.
    """
    result: Result = _module(manifest).answer(manifest, network, data, parameters, max_pixels)
    return result


def _module(manifest: Manifest) -> Any:  # noqa: ANN401 -- a module
    check(manifest)
    return import_module(_MODULES[manifest.task])
