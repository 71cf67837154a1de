"""`tintype show`: a version's manifest, for people."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rich.console import Group

from tintype.errors import ModelNotFoundError, VersionCollectedError
from tintype.registry import read_release
from tintype.registry.annotating import read_annotation
from tintype.registry.reading import read_signature
from tintype.registry.tombstone import read_tombstone
from workbench.printing import columns, pairs
from workbench.references import manifest_of, version_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from tintype.manifest import Manifest
    from tintype.s3 import Bucket
    from workbench.references import Reference

_MOST_LABELS = 12
_MOST_CHARACTERS = 300
_OF_ITS_OWN = {"metrics", "lineage", "files", "inputs", "outputs", "labels", "golden", "format", "name", "version"}
_BESIDE = {"live", "tags", "description", "signed"}


def describe(bucket: Bucket, reference: Reference) -> dict[str, Any]:
    """Return a version's manifest, as ``live`` its share of each alias, its tags, description and whether it is signed.

    That of a version whose files are no longer kept has ``collected`` as well: who did it, when and why.

    Raises:
        ModelNotFoundError, VersionNotFoundError: there is no such version.
        ManifestError: it cannot be read.
    """
    manifest, collected = _found(bucket, reference)
    document: dict[str, Any] = json.loads(manifest.to_json()) | collected
    said = read_annotation(bucket, manifest.name, manifest.version)
    return document | {
        "live": _live(bucket, manifest.name, manifest.version),
        "tags": list(said.tags),
        "description": said.description,
        "signed": read_signature(bucket, manifest.name, manifest.version) is not None,
    }


def _found(bucket: Bucket, reference: Reference) -> tuple[Manifest, dict[str, Any]]:
    try:
        return manifest_of(bucket, reference), {}
    except VersionCollectedError:
        tombstone = read_tombstone(bucket, reference.name, version_of(bucket, reference))
        if tombstone is None:
            raise
        return tombstone.read(), {"collected": {name: getattr(tombstone, name) for name in ("when", "who", "why")}}


def render(document: dict[str, Any]) -> RenderableType:
    """Return tables of :func:`describe`."""
    name = f"{document['name']}, version {document['version']}"
    parts: list[RenderableType] = [pairs(_general(document), title=name), "", _tensors(document), "", _files(document)]
    for part in ("metrics", "lineage"):
        if document.get(part):
            parts += ["", pairs(flat(document[part]), title=part)]
    return Group(*parts)


def flat(value: object, name: str = "") -> Iterator[tuple[str, object]]:
    """Yield the leaves of nested documents by their dotted names; a list is a leaf."""
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from flat(item, f"{name}.{key}" if name else str(key))
    else:
        yield name, short(value)


def short(value: object) -> object:
    """Return a value as people read it: a number to six digits, a long text cut."""
    if isinstance(value, float):
        return float(f"{value:.6g}")
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]}… ({len(text):,} characters)"


def _general(document: dict[str, Any]) -> Iterator[tuple[str, object]]:
    live = ", ".join(f"{alias} {share * 100:g} %" for alias, share in document["live"].items())
    yield "live", live or "no"
    yield "tags", ", ".join(document["tags"]) or "none"
    yield "description", document["description"] or "none"
    yield "signed", "yes" if document["signed"] else "no"
    for name, value in document.items():
        if name not in _OF_ITS_OWN | _BESIDE:
            yield from flat(value, name)
    labels = document.get("labels", [])
    yield "labels", f"{len(labels)}: {', '.join(labels[:_MOST_LABELS])}{', …' if len(labels) > _MOST_LABELS else ''}"
    yield "golden sample", f"within {document['golden']['tolerance']:g}" if document.get("golden") else "none"


def _tensors(document: dict[str, Any]) -> RenderableType:
    table = columns("tensor", "name", "dtype", "shape")
    for kind in ("inputs", "outputs"):
        for spec in document[kind]:
            table.add_row(kind[:-1], spec["name"], spec["dtype"], str(spec["shape"]))
    return table


def _files(document: dict[str, Any]) -> RenderableType:
    table = columns("file", "bytes", "sha256", numbers=["bytes"])
    for role, entry in document["files"].items():
        table.add_row(role, f"{entry['size']:,}", entry["sha256"])
    return table


def _live(bucket: Bucket, name: str, version: int) -> dict[str, float]:
    try:
        release, _ = read_release(bucket, name)
    except ModelNotFoundError:
        return {}
    aliases = release.aliases if release else {}
    return {alias: shares[version] for alias, shares in aliases.items() if version in shares}
