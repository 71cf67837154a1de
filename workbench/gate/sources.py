"""Which images a gate looks at: those that are named, the policy's, the published ones, or captured calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tintype import captures
from tintype.errors import ObjectNotFoundError
from tintype.registry import keys
from training.loaders.s3 import usual_client
from workbench.gate import examples
from workbench.gate.errors import GateError
from workbench.gate.examples import Example

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_s3 import S3Client

    from tintype.manifest import Manifest
    from tintype.registry.policy import GatePolicy
    from tintype.s3 import Bucket

ROLE = "evaluation"
"""A version's file with its held-out set: a zip of ``<label>/<name>.png``."""


CAPTURES = "captures"
"""What stands for captured calls, where a set is named."""


def choose(
    bucket: Bucket,
    candidate: Manifest,
    current: int | None,
    policy: GatePolicy,
    data: str = "",
    most: int = 2000,
    s3_client: Callable[[], S3Client] = usual_client,
) -> tuple[str, list[Example]]:
    """Return what the images are called, and the images; none where there are none.

    Args:
        bucket: the registry's.
        candidate: the version that may go live.
        current: the one that is, whose calls may have been captured.
        policy: may name a set.
        data: a folder, a ``.zip``, an ``s3://`` prefix, or ``captures``, which wins over the policy's.
        most: how many captured calls to read.
        s3_client: see ``workbench.gate.examples.read``.

    Raises:
        GateError: the named set has no images.
    """
    source = data or policy.data
    if source == CAPTURES:
        return _captured(bucket, candidate.name, current, most)
    if source:
        return source, examples.read(source, s3_client)
    if entry := candidate.files.get(ROLE):
        try:
            archive = bytes(bucket.get(keys.blob(candidate.name, entry.sha256)).body)
        except ObjectNotFoundError:
            return "nothing", []
        return f"the set published with version {candidate.version}", examples.unpack(archive)
    return "nothing", []


def _captured(bucket: Bucket, name: str, version: int | None, most: int) -> tuple[str, list[Example]]:
    found = [] if version is None else list(captures.read(bucket, name, version, most))
    if not found:
        mend = "Set the parameter CaptureRate, and wait for calls; or give a folder by --data."
        raise GateError("captured calls of the live version", "none", mend)
    return f"calls that version {version} answered", [Example(call.key, call.image, "") for call in found]
