"""What a run leaves: a model folder that ``tintype publish`` takes."""

from __future__ import annotations

import json
from base64 import b64encode
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from tintype.manifest import FileEntry, Golden, Manifest
from tintype.serving.golden import sample, values
from training.artefacts import MANIFEST, NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tintype.images import Preprocessing
    from tintype.runtimes import Network

_NONE: Mapping[str, bytes] = MappingProxyType({})


def draft(
    name: str,
    task: str,
    files: Mapping[str, bytes],
    network: Network,
    preprocessing: Preprocessing,
    **more: Any,  # noqa: ANN401 -- further fields
) -> Manifest:
    """Return what is known before anything is measured; the version is 0 until the registry gives one.

    Args:
        name: the model's.
        task: its task.
        files: its LiteRT file (``"model"``), and further ones, by role.
        network: that file, loaded.
        preprocessing: how an image becomes its first input.
        **more: the manifest's other fields.
    """
    entries = {role: FileEntry.of(data) for role, data in files.items()}
    return Manifest(name, 0, task, "litert", entries, network.inputs, network.outputs, preprocessing, **more)


def golden(
    draft: Manifest,
    network: Network,
    image: bytes,
    tolerance: float,
    every: int,
    beside: dict[str, list[float]] | None = None,
) -> Golden:
    """Return the answer to an image file, each ``every``-th value of it; see ``tintype.manifest.Golden``."""
    outputs = network.run(sample(draft, image, beside))
    kept = {name: values(output, every) for name, output in outputs.items()}
    return Golden(b64encode(image).decode(), kept, tolerance, every, beside)


def pack(folder: Path, whole: Manifest, model: bytes, card: str, further: Mapping[str, bytes] = _NONE) -> None:
    """Write a model folder, and print the figures.

    Args:
        folder: is made.
        whole: with ``files`` still to be filled in.
        model: the model file's bytes.
        card: the model card, in Markdown.
        further: other roles' bytes.
    """
    text = json.dumps(whole.metrics, indent=1)
    write(folder, whole, {"model": model, "metrics": f"{text}\n".encode(), "card": card.encode(), **further})
    print(text)  # noqa: T201 -- a command's answer


def write(folder: Path, whole: Manifest, files: Mapping[str, bytes], names: Mapping[str, str] = NAMES) -> Manifest:
    """Write the manifest and the files that it names, by role; return it with their entries.

    Args:
        folder: is made.
        whole: with ``files`` still to be filled in.
        files: each role's bytes.
        names: each role's file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for role, data in files.items():
        (folder / names[role]).write_bytes(data)
    manifest = whole._replace(files={role: FileEntry.of(data) for role, data in files.items()})
    (folder / MANIFEST).write_bytes(manifest.to_json())
    return manifest
