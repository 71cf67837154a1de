"""The registry in S3: versions that never change, and releases that say which of them is live.

Both are written conditionally, so that nothing is ever overwritten unseen; docs/architecture.md draws the keys.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from tintype.registry.reading import read_manifest, read_release
from tintype.registry.release import Release

if TYPE_CHECKING:
    from tintype.registry.publishing import ManifestDraft, publish
    from tintype.registry.releasing import canary, promote, shadow
    from tintype.registry.reverting import rollback

__all__ = [
    "ManifestDraft",
    "Release",
    "canary",
    "promote",
    "publish",
    "read_manifest",
    "read_release",
    "rollback",
    "shadow",
]

_WRITING = {
    "ManifestDraft": "publishing",
    "publish": "publishing",
    "canary": "releasing",
    "promote": "releasing",
    "shadow": "releasing",
    "rollback": "reverting",
}


def __getattr__(name: str) -> object:
    """Import what writes where something is written: what only answers starts the sooner."""
    if name not in _WRITING:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_WRITING[name]}"), name)
