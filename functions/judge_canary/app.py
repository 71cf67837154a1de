"""Schedule -> one round over all canaries -> releases."""

from __future__ import annotations

from typing import Any

from tintype.canary.rounds import judge_all
from tintype.s3 import Bucket
from tintype.settings import Settings

BUCKET = Bucket.from_environment(Settings.from_environment().model_bucket)


def handler(_event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Judge every canary once."""
    return {"judged": judge_all(BUCKET)}
