"""Who speaks to AWS, and whether the clocks agree."""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from workbench.doctor.finding import right, wrong

if TYPE_CHECKING:
    from collections.abc import Iterator

    import boto3

    from workbench.doctor.finding import Finding

_AREA = "credentials"
_MOST_SKEW = 240  # seconds; AWS refuses signatures that are five minutes off


def identity(session: boto3.Session) -> Iterator[Finding]:
    """Look whether AWS knows the credentials."""
    try:
        found = session.client("sts").get_caller_identity()
    except ClientError as error:
        said = error.response["Error"]
        mend = "Sign in again (`aws sso login`, `aws configure`), or name another profile by --profile."
        yield wrong(_AREA, "identity", f"{said.get('Code')}: {said.get('Message')}", mend)
        return
    except BotoCoreError as error:
        yield wrong(_AREA, "identity", error, "Check the network and the proxy's variables.")
        return
    yield right(_AREA, "identity", f"{found['Arn']} in {session.region_name}")
    yield from _clock(found["ResponseMetadata"]["HTTPHeaders"].get("date", ""))


def _clock(said: str) -> Iterator[Finding]:
    if not said:
        return
    skew = time.time() - parsedate_to_datetime(said).timestamp()
    if abs(skew) > _MOST_SKEW:
        yield wrong(
            _AREA, "clock", f"{skew:+.0f} s from AWS's", "Set the clock; AWS refuses signatures of another time."
        )
    else:
        yield right(_AREA, "clock", "agrees with AWS's")
