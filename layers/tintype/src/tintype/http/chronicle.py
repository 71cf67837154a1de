"""What the registry keeps of a model beside what answers: its releases, and what was measured of a version."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from tintype.errors import (
    AccessDeniedError,
    CorruptFileError,
    ObjectNotFoundError,
    RegistryUnavailableError,
    StorageError,
    VersionNotFoundError,
)
from tintype.registry import keys
from tintype.registry.history import history
from tintype.registry.reading import read_manifest

if TYPE_CHECKING:
    from tintype.http.routing import Route
    from tintype.manifest import Manifest
    from tintype.registry import Release
    from tintype.serving import Service

MOST = 100
"""How many releases are told of: each is a document of its own in S3."""

_ROLES = ("metrics", "confusion")
"""The files of a version that hold what was measured; see ``docs/training.md``."""


def releases(service: Service, route: Route) -> dict[str, Any]:
    """Return a model's newest releases, the newest first, without who made them.

    Raises:
        ModelNotFoundError, RegistryError: see ``Service.release``.
    """
    service.release(route.name)  # which knows best what to say of a model that is not there
    try:
        found = history(service.bucket, route.name, MOST)
    except StorageError as error:
        raise RegistryUnavailableError(str(error)) from error
    return {"model": route.name, "releases": [_entry(each) for each in reversed(found)]}


def _entry(release: Release) -> dict[str, Any]:
    return {
        "sequence": release.sequence,
        "when": release.when,
        "action": release.action,
        "alias": release.alias,
        "why": release.why,
        "aliases": {
            alias: {str(version): share for version, share in shares.items()}
            for alias, shares in release.aliases.items()
        },
        "shadows": release.shadows,
    }


def report(service: Service, route: Route) -> dict[str, Any]:
    """Return what was measured of a version: ``metrics`` and ``confusion`` as its training job wrote them, or null.

    Raises:
        ModelNotFoundError, VersionNotFoundError, RegistryError: see ``Service.model``.
        CorruptFileError: a file is not the one that was published, or no JSON.
    """
    version = route.version or service.release(route.name).live(route.label)
    if version is None:
        raise VersionNotFoundError(route.name, f"labelled {route.label!r}")
    try:
        manifest = read_manifest(service.bucket, route.name, version)
        found = {role: _file(service, manifest, role) for role in _ROLES}
    except StorageError as error:
        raise RegistryUnavailableError(str(error)) from error
    return {"model": route.name, "version": version, **found}


def _file(service: Service, manifest: Manifest, role: str) -> Any:  # noqa: ANN401 -- whatever JSON holds
    entry = manifest.files.get(role)
    if entry is None:
        return None
    what = f"The file {role!r} of {manifest.name} version {manifest.version}"
    try:
        body = bytes(service.bucket.get(keys.blob(manifest.name, entry.sha256)).body)
    except (ObjectNotFoundError, AccessDeniedError) as error:
        raise CorruptFileError(what, f"{entry.size} bytes", "nothing", str(error)) from error
    if (received := sha256(body).hexdigest()) != entry.sha256:
        raise CorruptFileError(what, f"SHA-256 {entry.sha256}", received)
    try:
        return json.loads(body)
    except ValueError as error:
        raise CorruptFileError(what, "JSON", "something else", str(error)) from error
