"""What turns an image into a result, by a network. A further task is a module of its own and one line in ``_MODULES``.

Such a module has ``media_types`` and ``answer``, as described here. One whose task needs further files of a version
names their roles in ``_FILES`` and has ``prepare``.
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

__all__ = ["Parameters", "Result", "Timings", "answer", "check", "files", "media_types", "prepare"]

_NONE: Mapping[str, str] = MappingProxyType({})
_MODULES = {
    "classification": "tintype.tasks.classification",
    "compression": "tintype.tasks.compression",
    "enhancement": "tintype.tasks.enhancement",
    "segmentation": "tintype.tasks.segmentation",
}
_FILES = {"compression": ("tables",)}


def check(manifest: Manifest) -> None:
    """Find out, before the model is served, that nothing here can use it.

    Raises:
        ManifestError: no such task here, or one that needs a file which the version does not have.
    """
    if manifest.task not in _MODULES:
        raise ManifestError("manifest", f"a task among {sorted(_MODULES)}", repr(manifest.task))
    if missing := set(files(manifest)) - set(manifest.files):
        raise ManifestError("manifest", f"files for the roles {sorted(missing)}", repr(sorted(manifest.files)))


def files(manifest: Manifest) -> tuple[str, ...]:
    """Return the roles of the files that the model's task needs beside ``"model"``."""
    return _FILES.get(manifest.task, ())


def prepare(manifest: Manifest, found: Mapping[str, bytes]) -> object:
    """Return what the task makes, once, of the files that :func:`files` names; None where it needs none.

    Raises:
        ManifestError, ModelFileError: nothing can be made of them.
    """
    return _module(manifest).prepare(found) if files(manifest) else None


def media_types(manifest: Manifest, data: bytes = b"", options: Mapping[str, str] = _NONE) -> tuple[str, ...]:
    """Return the media types in which the model's task can answer an image file, the usual one first.

    Raises:
        OptionError: the caller's options have no such value.
        ManifestError: no such task here.
    """
    offered: tuple[str, ...] = _module(manifest).media_types(data, options)
    return offered


def answer(
    manifest: Manifest, network: Network, data: bytes, parameters: Parameters, max_pixels: int, prepared: object = None
) -> Result:
    """Return what the model's task makes of an image file.

    Args:
        manifest: the version that answers.
        network: its loaded model file.
        data: the image file.
        parameters: the caller's wishes.
        max_pixels: refuse larger images.
        prepared: what :func:`prepare` gave.

    Raises:
        ImageError: see ``tintype.images.decode``.
        RequestError: the task has no such option.
        InferenceError: the runtime failed.
        ManifestError: no such task here.
    """
    more = (prepared,) if files(manifest) else ()
    result: Result = _module(manifest).answer(manifest, network, data, parameters, max_pixels, *more)
    return result


def _module(manifest: Manifest) -> Any:  # noqa: ANN401 -- a module
    check(manifest)
    return import_module(_MODULES[manifest.task])
