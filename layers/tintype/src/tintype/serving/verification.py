"""A manifest that is believed only after its signature was checked."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

from tintype.errors import SignatureError
from tintype.registry.reading import parse_manifest, read_document, read_signature
from tintype.serving.background import Background

if TYPE_CHECKING:
    from tintype.manifest import Manifest
    from tintype.s3 import Bucket
    from tintype.signing.trust import Trust


def read_trusted(bucket: Bucket, name: str, version: int, trust: Trust) -> Manifest:
    """Return the manifest of one version, signed by somebody who is trusted.

    Raises:
        SignatureError: it is not; the operator is told by the log and the metric ``RefusedVersions``.
        VersionNotFoundError, ManifestError, StorageUnavailableError: see ``tintype.registry.read_manifest``.
    """
    signing = Background(partial(_signature, bucket, name, version))
    try:
        document = read_document(bucket, name, version)
        manifest = parse_manifest(document, name, version)
        trust.check(name, version, document, signing.result())
    except SignatureError as error:
        _tell(name, version, error)
        raise
    finally:
        signing.wait()
    return manifest


def _signature(bucket: Bucket, name: str, version: int) -> bytes | None:
    with closing(bucket.twin()) as twin:
        return read_signature(twin, name, version)


def _tell(name: str, version: int, error: SignatureError) -> None:
    from tintype.observability import count, logger  # rarely

    logger.error("refused", model=name, version=version, kind=type(error).__name__, detail=str(error))
    count("RefusedVersions")
