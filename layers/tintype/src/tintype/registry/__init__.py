"""The registry in S3: versions that never change, and releases that say which of them is live.

Both are written conditionally, so that nothing is ever overwritten unseen; docs/architecture.md draws the keys.
"""

from tintype.registry.publishing import ManifestDraft, publish
from tintype.registry.reading import read_manifest, read_release
from tintype.registry.release import Release
from tintype.registry.releasing import promote

__all__ = ["ManifestDraft", "Release", "promote", "publish", "read_manifest", "read_release"]
