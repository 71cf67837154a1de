"""The example models that are kept in this repository: small files, trained by its own commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tintype.errors import ModelNotFoundError
from tintype.registry import promote, publish, read_release
from tintype.registry.folder import MANIFEST, read_folder
from workbench.local.layout import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

    from tintype.manifest import Manifest
    from tintype.s3 import Bucket

EXAMPLES = PROJECT / "training" / "examples"


def folders() -> list[Path]:
    """Return the examples' model folders, sorted by name."""
    return sorted(path.parent for path in EXAMPLES.glob(f"*/{MANIFEST}"))


def publish_examples(bucket: Bucket) -> list[Manifest]:
    """Publish and release each example of whose name nothing is released yet; return what was published.

    Raises:
        TintypeError: what the registry refuses, see ``tintype.registry``.
    """
    return [_publish(bucket, folder) for folder in folders() if not _is_released(bucket, folder.name)]


def _publish(bucket: Bucket, folder: Path) -> Manifest:
    published = publish(bucket, *read_folder(folder))
    promote(bucket, published.name, published.version, who="tintype up", why="an example of the repository")
    return published


def _is_released(bucket: Bucket, name: str) -> bool:
    try:
        read_release(bucket, name)
    except ModelNotFoundError:
        return False
    return True
