"""A signed form that lets its holder put one object, of a bounded size and of one type, for a while.

https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
"""

from __future__ import annotations

import hmac
import json
import time
from binascii import b2a_base64
from typing import TYPE_CHECKING

from tintype.s3.signature import ALGORITHM, scope_of, signing_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tintype.s3.credentials import Credentials


def form(
    bucket: str,
    fields: Mapping[str, str],
    most_bytes: int,
    credentials: Credentials,
    region: str,
    seconds: int,
    now: float | None = None,
) -> dict[str, str]:
    """Return the fields to send before the file in ``multipart/form-data``.

    Args:
        bucket: the bucket's name.
        fields: ``key``, ``Content-Type`` and other fields: the form is good for just these values.
        most_bytes: of the file; at least one.
        credentials: whose permission the holder borrows.
        region: such as ``"eu-central-1"``.
        seconds: how long the form is good.
        now: seconds since the epoch, the present by default.
    """
    now = time.time() if now is None else now
    moment = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(now))
    signed = {
        **fields,
        "x-amz-algorithm": ALGORITHM,
        "x-amz-credential": f"{credentials.access_key}/{scope_of(moment, region)}",
        "x-amz-date": moment,
        **({"x-amz-security-token": credentials.token} if credentials.token else {}),
    }
    policy = {
        "expiration": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now + seconds)),
        "conditions": [
            {"bucket": bucket},
            ["content-length-range", 1, most_bytes],
            *({name: value} for name, value in signed.items()),
        ],
    }
    text = b2a_base64(json.dumps(policy).encode(), newline=False)
    signature = hmac.digest(signing_key(credentials.secret_key, moment[:8], region), text, "sha256").hex()
    return signed | {"policy": text.decode(), "x-amz-signature": signature}
