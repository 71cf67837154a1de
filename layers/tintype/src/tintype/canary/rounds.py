"""One round over all canaries: each is widened, promoted, rolled back or left alone, and the history says why."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from tintype.canary import totals
from tintype.canary.tally import Tally
from tintype.canary.verdict import Verdict, judge
from tintype.errors import ModelNotFoundError, ObjectNotFoundError, TintypeError
from tintype.observability import count, flush, logger
from tintype.registry import canary, promote, read_release, rollback
from tintype.registry.history import read_entry
from tintype.registry.policy import read_policy
from tintype.registry.reading import list_models

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tintype.registry import Release
    from tintype.s3 import Bucket

WHO = "canary judge"
_MOST_STEPS = 100  # of the history that are looked at for the version before the canary


class Trial(NamedTuple):
    """A canary, and what is thought of it.

    Attributes:
        name: the model's.
        alias: whose traffic it shares.
        version: its number.
        production: the version that it would replace.
        verdict: what is to be done.
        alone: whether it is the alias's only canary; of several each may be rolled back, and none is widened.
        sequence: the release that was looked at.
    """

    name: str
    alias: str
    version: int
    production: int
    verdict: Verdict
    alone: bool
    sequence: int

    def to_document(self) -> dict[str, Any]:
        """Return what logs, scripts and the history have of it."""
        said = self.verdict
        return {
            "model": self.name,
            "alias": self.alias,
            "version": self.version,
            "production": self.production,
            "action": said.action,
            "why": said.why,
            "next_share": said.share,
            **said.figures,
        }


def judge_all(bucket: Bucket) -> list[dict[str, Any]]:
    """Judge every canary there is and act on the verdicts; what goes wrong with one model leaves the others alone.

    Returns:
        what was found and done, ``Trial.to_document`` of each; empty where no canary runs.
    """
    done = []
    for name in list_models(bucket):
        try:
            for trial in trials(bucket, name):
                if act(bucket, trial):
                    _report(trial)
                done.append(trial.to_document())
        except TintypeError as error:
            count("CanaryJudgeErrors")
            logger.error(str(error), model=name, detail=error.detail, kind=type(error).__name__)
    flush()
    return done


def trials(bucket: Bucket, name: str) -> Iterator[Trial]:
    """Yield a model's canaries with their verdicts.

    Raises:
        PolicyError, ManifestError: what was written by hand cannot be read.
        StorageUnavailableError: S3 did not answer.
    """
    try:
        release, _ = read_release(bucket, name)
    except ModelNotFoundError:
        return
    assert release is not None  # noqa: S101 -- without an ETag there is always a document
    shared = {alias: shares for alias, shares in release.aliases.items() if len(shares) > 1}
    if not shared:
        return
    policy = read_policy(bucket, name).canary
    for alias, shares in shared.items():
        since, production = _origin(bucket, name, release, alias)
        tallies = totals.read(bucket, name, range(since.sequence, release.sequence + 1), alias)
        minutes = (time.time() - datetime.fromisoformat(since.when).astimezone(UTC).timestamp()) / 60
        usual = tallies.get(production, Tally())
        for version in sorted(set(shares) - {production}):
            said = judge(tallies.get(version, Tally()), usual, shares[version], minutes, policy)
            yield Trial(name, alias, version, production, said, len(shares) == 2, release.sequence)  # noqa: PLR2004


def act(bucket: Bucket, trial: Trial) -> bool:
    """Do what the verdict says, and say whether that was anything.

    Raises:
        ReleaseConflictError: somebody has released since; the next round looks again.
        TintypeError: what the registry refuses.
    """
    action, why = trial.verdict.action, f"version {trial.version}: {trial.verdict.why}"
    said: dict[str, Any] = {"who": WHO, "why": why, "after": trial.sequence, "notes": {"canary": trial.to_document()}}
    name, alias = trial.name, trial.alias
    if action == "rollback" and trial.alone:
        rollback(bucket, name, alias, to=trial.production, **said)
    elif action == "rollback":
        canary(bucket, name, trial.version, 0.0, alias=alias, **said)
    elif action == "promote" and trial.alone:
        promote(bucket, name, trial.version, alias=alias, **said)
    elif action == "widen" and trial.alone:
        canary(bucket, name, trial.version, trial.verdict.share, alias=alias, **said)
    else:
        return False
    return True


def _report(trial: Trial) -> None:
    if trial.verdict.action == "rollback":
        count("CanariesRolledBack")
    elif trial.verdict.action == "promote":
        count("CanariesPromoted")
    else:
        count("CanariesWidened")
    logger.info("canary", **trial.to_document())


def _origin(bucket: Bucket, name: str, release: Release, alias: str) -> tuple[Release, int]:
    """Return the release with which an alias's present shares began, and the version that was there before canaries."""
    shares, since, entry = release.aliases[alias], release, release
    for _ in range(_MOST_STEPS):
        try:
            entry = read_entry(bucket, name, entry.sequence - 1)
        except ObjectNotFoundError:
            break
        before = entry.aliases.get(alias, {})
        if before == shares and since.sequence == entry.sequence + 1:
            since = entry
        if len(before) == 1 and (production := next(iter(before))) in shares:
            return since, production
    return since, max(shares, key=lambda version: (shares[version], -version))
