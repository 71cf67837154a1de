"""A learned codec's file is read by the version that wrote it, whatever is live by now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tintype.errors import VersionCollectedError, VersionNotFoundError, WriterCollectedError, WriterNotFoundError
from tintype.images.formats import is_coded

if TYPE_CHECKING:
    from tintype.serving.resolved import Served
    from tintype.serving.service import Service


def author(service: Service, served: Served, image: bytes | bytearray) -> Served:
    """Return what answers an image: what was asked for, but of a codec's file the version of the model that wrote it.

    That version's task compares the digests.

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

    manifest = served.model.manifest
    version = read_writer(bytes(image)).version
    if version == manifest.version:
        return served._replace(model=served.model._replace(runs=None))  # no shadow could read it
    try:
        return service.model(manifest.name, version)
    except VersionCollectedError as error:
        raise WriterCollectedError(manifest.name, version) from error
    except VersionNotFoundError as error:
        raise WriterNotFoundError(manifest.name, version) from error
