"""A version, loaded and checked: what may answer."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from tintype import runtimes, tasks
from tintype.errors import ManifestError, RegistryUnavailableError, StorageError
from tintype.registry import read_manifest
from tintype.serving import golden
from tintype.serving.background import Background
from tintype.serving.download import fetch
from tintype.tensor import TensorSpec

_MOST_MEGABYTES = 100_000

if TYPE_CHECKING:
    from tintype.manifest import FileEntry, Manifest
    from tintype.runtimes import Network
    from tintype.s3 import Bucket
    from tintype.serving.recording import Run
    from tintype.serving.watching import Watcher
    from tintype.signing.trust import Trust


class Model(NamedTuple):
    """A network and the manifest that says what it is.

    Attributes:
        manifest, network: of the version.
        runs: what was run and answered in this call, where somebody wants to know; None where nobody does.
        watchers: are told of every answer, such as the counters of a canary.
        prepared: what the task made of the version's further files, see ``tintype.tasks.prepare``.
    """

    manifest: Manifest
    network: Network
    runs: list[Run] | None = None
    watchers: tuple[Watcher, ...] = ()
    prepared: object = None

    @property
    def memory(self) -> int:
        """About how many bytes it occupies: as measured when it was published, if that is more than twice its files.

        Weights of 16 bits become numbers of 32 when they are loaded.
        """
        roles = ("model", *tasks.files(self.manifest))
        metrics, least = self.manifest.metrics, 2 * sum(self.manifest.files[role].size for role in roles)
        measured = metrics.get("memory_mb") if isinstance(metrics, dict) else None
        if isinstance(measured, int | float) and measured < _MOST_MEGABYTES:  # no infinity, no NaN
            return max(least, int(measured * 1_000_000))
        return least


def load(
    bucket: Bucket, name: str, version: int, hint: FileEntry | None, threads: int, trust: Trust | None = None
) -> Model:
    """Fetch a version, check its signature, its files and its golden sample.

    Args:
        bucket: the registry's.
        name: the model's.
        version: its number.
        hint: the model file as a release gives it: it is then fetched while the manifest still is.
        threads: for the network.
        trust: whose signature it needs; None for nobody's.

    Raises:
        VersionNotFoundError: no such version.
        RegistryUnavailableError: S3 did not answer.
        RegistryError: what was published cannot be served; see ``tintype.errors``.
    """
    manifest, file = _fetched(bucket, name, version, hint, trust)
    network = runtimes.load(manifest.runtime, file, threads)
    try:
        _agree(manifest, network)
        tasks.check(manifest)
        prepared = tasks.prepare(manifest, _further(bucket, manifest))
        golden.check(manifest, network)
    except BaseException:
        network.close()
        raise
    return Model(manifest, network, prepared=prepared)


def _fetched(
    bucket: Bucket, name: str, version: int, hint: FileEntry | None, trust: Trust | None
) -> tuple[Manifest, bytearray]:
    early = Background(partial(_fetch_apart, bucket, name, hint)) if hint else None
    try:
        manifest = _trusted(bucket, name, version, trust) if trust else read_manifest(bucket, name, version)
        runtimes.warm(manifest.runtime)
        entry = manifest.files["model"]
        return manifest, early.result() if early and hint == entry else fetch(bucket, name, entry)
    except StorageError as error:
        raise RegistryUnavailableError(str(error)) from error
    finally:
        if early:
            early.wait()


def _further(bucket: Bucket, manifest: Manifest) -> dict[str, bytes]:
    """Return the files that the task needs beside the model's, by role."""
    try:
        return {
            role: bytes(fetch(bucket, manifest.name, manifest.files[role], f"The file {role!r}"))
            for role in tasks.files(manifest)
        }
    except StorageError as error:
        raise RegistryUnavailableError(str(error)) from error


def _trusted(bucket: Bucket, name: str, version: int, trust: Trust) -> Manifest:
    from tintype.serving.verification import read_trusted  # for few deployments

    return read_trusted(bucket, name, version, trust)


def _fetch_apart(bucket: Bucket, name: str, entry: FileEntry) -> bytearray:
    with closing(bucket.twin()) as twin:
        return fetch(twin, name, entry)


def _agree(manifest: Manifest, network: Network) -> None:
    if {spec.name for spec in manifest.inputs} != {spec.name for spec in network.inputs}:
        raise ManifestError("manifest", f"the inputs {_show(network.inputs)}", _show(manifest.inputs))
    for said, found in ((manifest.inputs, network.inputs), (manifest.outputs, network.outputs)):
        real = {spec.name: spec for spec in found}
        if not said or not all(spec.name in real and _fits(spec, real[spec.name]) for spec in said):
            raise ManifestError("manifest", f"the tensors {_show(found)}", _show(said))
    spec, how = manifest.inputs[0], manifest.preprocessing
    made = TensorSpec(spec.name, how.dtype, how.shape)
    if len(spec.shape) == len(made.shape) and not _fits(spec, made):
        raise ManifestError("manifest", f"preprocessing to {_show((spec,))}", _show((made,)))


def _fits(said: TensorSpec, found: TensorSpec) -> bool:
    """Say whether they are the same tensor: a size of -1 is any."""
    if said.dtype != found.dtype or len(said.shape) != len(found.shape):
        return False
    return all(size in (-1, real) for size, real in zip(said.shape, found.shape, strict=True))


def _show(specs: tuple[TensorSpec, ...]) -> str:
    return ", ".join(f"{spec.name} {spec.dtype} {list(spec.shape)}" for spec in specs) or "none"
