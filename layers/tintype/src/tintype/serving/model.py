"""A version, loaded and checked: what may answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tintype import runtimes
from tintype.errors import (
    BrokenReleaseError,
    ManifestError,
    RegistryUnavailableError,
    StorageError,
    VersionNotFoundError,
)
from tintype.registry import read_manifest
from tintype.serving.background import Background
from tintype.serving.download import fetch
from tintype.serving.golden import check

if TYPE_CHECKING:
    from tintype.manifest import FileEntry, Manifest
    from tintype.runtimes import Network
    from tintype.s3 import Bucket


class Model(NamedTuple):
    """A network and the manifest that says what it is."""

    manifest: Manifest
    network: Network

    @property
    def memory(self) -> int:
        """About how many bytes it occupies: its file, and as much again for what the runtime makes of it."""
        return 2 * self.manifest.files["model"].size


def load(bucket: Bucket, name: str, version: int, hint: FileEntry | None, threads: int) -> Model:
    """Fetch a version, check its file and its golden sample.

    Args:
        bucket: the registry's.
        name: the model's.
        version: its number.
        hint: the model file as a release gives it: it is then fetched while the manifest still is.
        threads: for the network.

    Raises:
        VersionNotFoundError: no such version, and no release named it.
        BrokenReleaseError: no such version, although a release names it.
        RegistryUnavailableError: S3 did not answer.
        RegistryError: what was published cannot be served; see ``tintype.errors``.
    """
    early = Background(lambda: fetch(bucket.twin(), name, hint)) if hint else None
    try:
        manifest = read_manifest(bucket, name, version)
        runtimes.warm(manifest.runtime)
        file = (
            early.result()
            if early and hint == manifest.files["model"]
            else fetch(bucket, name, manifest.files["model"])
        )
    except VersionNotFoundError as error:
        raise (BrokenReleaseError(name, version) if hint else error) from error
    except StorageError as error:
        raise RegistryUnavailableError(str(error)) from error
    network = runtimes.load(manifest.runtime, file, threads)
    _agree(manifest, network)
    check(manifest, network)
    return Model(manifest, network)


def _agree(manifest: Manifest, network: Network) -> None:
    for role, said, found in (
        ("inputs", manifest.inputs, network.inputs),
        ("outputs", manifest.outputs, network.outputs),
    ):
        names, real = {spec.name for spec in said}, {spec.name for spec in found}
        if not names <= real:
            raise ManifestError("manifest", f"{role} among {sorted(real)}", str(sorted(names)))
