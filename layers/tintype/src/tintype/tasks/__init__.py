"""What turns a network's tensors into a result. A further task is a module of its own and one line in ``_MODULES``."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from tintype.errors import ManifestError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tintype.manifest import Manifest
    from tintype.tensor import Tensor

_MODULES = {"classification": "tintype.tasks.classification"}


def check(manifest: Manifest) -> None:
    """Find out, before the model is served, that nothing here can read its outputs.

    Raises:
        ManifestError: no such task here.
    """
    if manifest.task not in _MODULES:
        raise ManifestError("manifest", f"a task among {sorted(_MODULES)}", repr(manifest.task))


def media_types(manifest: Manifest) -> tuple[str, ...]:
    """Return the media types in which the model's task can answer, the usual one first."""
    offered: tuple[str, ...] = import_module(_MODULES[manifest.task]).MEDIA_TYPES
    return offered


def interpret(manifest: Manifest, outputs: Mapping[str, Tensor], top: int) -> dict[str, Any]:
    """Return the part of the result document that the model's task makes of its outputs.

    Args:
        manifest: the version that ran.
        outputs: by name.
        top: how many candidates to list, where the task has candidates.

    Raises:
        ManifestError: no such task here.
    """
    check(manifest)
    document: dict[str, Any] = import_module(_MODULES[manifest.task]).interpret(manifest, outputs, top)
    return document
