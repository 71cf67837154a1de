"""`tintype publish`: a model folder, or what SageMaker has packed of one, becomes a version."""

from __future__ import annotations

import tarfile
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from tintype.registry import publish as store
from tintype.registry.folder import MANIFEST, read_folder
from tintype.registry.signing import sign
from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tintype.registry.signing import Signer
    from tintype.s3 import Bucket


class ArchiveError(WorkbenchError):
    """What should be a ``model.tar.gz`` is none, or reaches out of its folder."""


def publish(bucket: Bucket, source: Path, name: str = "", signer: Signer | None = None) -> dict[str, Any]:
    """Publish a version, sign it, and return its name, its number and its digest.

    Args:
        bucket: the registry's.
        source: a folder with a ``manifest.json`` and its files, or a tar of one.
        name: the model's; by default the manifest's.
        signer: who signs it; None for nobody.

    Raises:
        ArchiveError: the archive cannot be read.
        TintypeError: see ``tintype.registry.folder`` and ``tintype.registry.publish``.
    """
    with _unpacked(source) as folder:
        draft, files = read_folder(folder)
        published = store(bucket, draft._replace(name=name or draft.name), files)
    if signer:
        sign(bucket, published.name, published.version, signer)
    return {
        "model": published.name,
        "version": published.version,
        "digest": published.digest,
        "files": {role: entry._asdict() for role, entry in published.files.items()},
    }


@contextmanager
def _unpacked(source: Path) -> Iterator[Path]:
    if source.is_dir():
        yield _top(source)
        return
    with TemporaryDirectory(prefix="tintype-publish-") as folder:
        try:
            with tarfile.open(source) as archive:
                archive.extractall(folder, filter="data")
        except (tarfile.TarError, EOFError) as error:
            raise ArchiveError("a folder, or a tar archive of one", f"{source}: {error}", "See `tar tf`.") from error
        yield _top(Path(folder))


def _top(folder: Path) -> Path:
    """Return the folder that has the manifest: itself, or the only one in it."""
    inner = [path for path in folder.iterdir() if path.is_dir()]
    if not (folder / MANIFEST).exists() and len(inner) == 1 and (inner[0] / MANIFEST).exists():
        return inner[0]
    return folder
