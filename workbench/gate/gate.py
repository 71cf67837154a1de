"""The gate: a candidate, the live version, the images, and what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tintype.errors import ModelNotFoundError
from tintype.registry import read_manifest, read_release
from tintype.registry.policy import Policy, read_policy
from tintype.registry.release import PRODUCTION
from tintype.serving.model import load
from training.loaders.s3 import usual_client
from workbench.gate.bounds import Bound, bounds
from workbench.gate.comparing import Comparison, compare
from workbench.gate.examples import spread
from workbench.gate.sources import choose

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_s3 import S3Client

    from tintype.s3 import Bucket
    from tintype.serving.model import Model

MOST_EXAMPLES = 2000


class Verdict(NamedTuple):
    """What the gate says.

    Attributes:
        source: which images were looked at.
        comparison: what was found; None without images.
        bounds: the policy's, and whether each holds.
        passed: whether the version may go live.
    """

    source: str
    comparison: Comparison | None
    bounds: tuple[Bound, ...]
    passed: bool

    def figures(self) -> dict[str, Any]:
        """Return what the history keeps of it."""
        said: dict[str, Any] = {"passed": self.passed, "source": self.source}
        if found := self.comparison:
            said |= {"images": found.images, "candidate": found.candidate._asdict()}
            if found.current:
                said |= {
                    "current": found.current._asdict(),
                    "difference": found.difference,
                    "difference_interval": found.difference_interval,
                    "p": found.p,
                    "flips": len(found.flips),
                    "latency_ratio": round(found.latency_ratio, 3),
                    "size_ratio": round(found.candidate.size / found.current.size, 3),
                }
        return said | {"broken": [f"{b.name}: asked {b.asked}, found {b.found}" for b in self.bounds if not b.holds]}


class Gate:
    """Compares a version with the one that is live.

    Args:
        bucket: the registry's.
        name: the model's.
        version: the candidate.
        alias: whose live version it would replace.
        s3_client: makes what reads sets below ``s3://``; by default with the environment's credentials.

    Raises:
        VersionNotFoundError: there is no such version.
        PolicyError: the model's policy cannot be read.
    """

    def __init__(
        self,
        bucket: Bucket,
        name: str,
        version: int,
        alias: str = PRODUCTION,
        s3_client: Callable[[], S3Client] = usual_client,
    ) -> None:
        self._bucket = bucket
        self._s3_client = s3_client
        self._name = name
        self.candidate = read_manifest(bucket, name, version)
        self.current = _replaced(bucket, name, version, alias)
        self.policy: Policy = read_policy(bucket, name)

    def check(self, data: str = "", most: int = MOST_EXAMPLES, step: Callable[[int], None] = lambda _: None) -> Verdict:
        """Compare both versions, and hold the result against the policy.

        Args:
            data: a folder, ``.zip`` or ``s3://`` prefix of labelled images, or ``captures``; by default what
                :func:`choose` finds.
            most: images to look at, evenly over the set.
            step: is told how many images are to come, at each.

        Raises:
            GateError: the named set is empty, or the task gives no labels.
            RegistryError: a version cannot be loaded.
        """
        policy = self.policy.gate
        source, found = choose(self._bucket, self.candidate, self.current, policy, data, most, self._s3_client)
        if not found:
            return Verdict(source, None, (_nothing(required=policy.required),), not policy.required)
        chosen = spread(found, most)
        models = [self._load(self.candidate.version)]
        try:
            if self.current is not None:
                models.append(self._load(self.current))
            comparison = compare(models[0], models[1] if models[1:] else None, chosen, lambda: step(len(chosen)))
        finally:
            for model in models:
                model.network.close()
        held = tuple(bounds(comparison, policy))
        return Verdict(source, comparison, held, all(bound.holds for bound in held))

    def _load(self, version: int) -> Model:
        return load(self._bucket, self._name, version, None, threads=1)


def _replaced(bucket: Bucket, name: str, candidate: int, alias: str) -> int | None:
    """Return the version that has most of the traffic beside the candidate, which may be a canary already."""
    try:
        release, _ = read_release(bucket, name)
    except ModelNotFoundError:
        return None
    shares = release.aliases.get(alias, {}) if release else {}
    others = [version for version in shares if version != candidate]
    return max(others, key=lambda version: (shares[version], version), default=None)


def _nothing(*, required: bool) -> Bound:
    mend = "Give one by --data, or by gate.data in policy.json; the training job publishes one with each version."
    return Bound("a held-out set", "one" if required else "one, if there is any", "none", not required, mend)
