"""Which images a gate looks at: those that are named, the policy's, the published ones, or captured calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tintype.errors import ObjectNotFoundError
from tintype.registry import keys
from workbench.gate import examples

if TYPE_CHECKING:
    from tintype.manifest import Manifest
    from tintype.registry.policy import GatePolicy
    from tintype.s3 import Bucket
    from workbench.gate.examples import Example

ROLE = "evaluation"
"""A version's file with its held-out set: a zip of ``<label>/<name>.png``."""


def choose(bucket: Bucket, candidate: Manifest, policy: GatePolicy, data: str = "") -> tuple[str, list[Example]]:
    """Return what the images are called, and the images; none where there are none.

    Args:
        bucket: the registry's.
        candidate: the version that may go live.
        policy: may name a set.
        data: a folder, a ``.zip`` or an ``s3://`` prefix, which wins over the policy's.

    Raises:
        GateError: the named set has no images.
    """
    if source := data or policy.data:
        return source, examples.read(source)
    if entry := candidate.files.get(ROLE):
        try:
            archive = bytes(bucket.get(keys.blob(candidate.name, entry.sha256)).body)
        except ObjectNotFoundError:
            return "nothing", []
        return f"the set published with version {candidate.version}", examples.unpack(archive)
    return "nothing", []
