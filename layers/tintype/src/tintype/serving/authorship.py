"""A learned codec's file is read by the version that wrote it, whatever is live by now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tintype.errors import (
    ManifestError,
    RegistryUnavailableError,
    StorageError,
    VersionCollectedError,
    VersionNotFoundError,
    WriterCollectedError,
    WriterNotFoundError,
)
from tintype.images.formats import is_coded

if TYPE_CHECKING:
    from tintype.images.container import Writer
    from tintype.manifest import Manifest
    from tintype.serving.resolved import Served
    from tintype.serving.service import Service

_MOST = 50  # manifests that are read to find a version that has another number here


def author(service: Service, served: Served, image: bytes | bytearray) -> Served:
    """Return what answers an image: what was asked for, but of a codec's file the version of the model that wrote it.

    Args:
        service: the container's models. Loading another version may take the place of ``served`` in its memory.
        served: what was asked for.
        image: the file.

    Raises:
        WriterNotFoundError, WriterCollectedError: the model has no such version, or not any more.
        TruncatedImageError, NewerFileError: the file does not say who wrote it.
        RegistryError: that version cannot be served.
    """
    if not is_coded(image):
        return served
    from tintype.images.container import read_writer  # for few images

    writer = read_writer(image)
    if _is(served.model.manifest, writer):
        return served._replace(model=served.model._replace(runs=None))  # no shadow could read it
    return _found(service, served.model.manifest.name, writer)


def _is(manifest: Manifest, writer: Writer) -> bool:
    from tintype.tasks import compression

    return manifest.task == "compression" and compression.writer(manifest).wrote(writer)


def _found(service: Service, name: str, writer: Writer) -> Served:
    """Return the version with the writer's number, or else the one with its files, which an import numbers anew."""
    found, problem = None, None
    try:
        found = service.model(name, writer.version)
    except VersionNotFoundError as error:
        problem = error
    if found and _is(found.model.manifest, writer):
        return found
    version = _renumbered(service, name, writer)
    if version is not None:
        return service.model(name, version)
    if found:
        return found  # its task says that the file is another's
    kind = WriterCollectedError if isinstance(problem, VersionCollectedError) else WriterNotFoundError
    raise kind(name, writer.version) from problem


def _renumbered(service: Service, name: str, writer: Writer) -> int | None:
    from tintype.registry.reading import list_versions, read_manifest

    try:
        for version in list_versions(service.bucket, name)[: -_MOST - 1 : -1]:
            try:
                if version != writer.version and _is(read_manifest(service.bucket, name, version), writer):
                    return version
            except (VersionNotFoundError, ManifestError):
                continue  # it is not that one
    except StorageError as error:
        raise RegistryUnavailableError(str(error)) from error
    return None
