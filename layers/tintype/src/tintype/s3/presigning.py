"""An address that lets its holder read one object for a while.

https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tintype.s3.signature import ALGORITHM, encode_query, scope_of, signature_of

if TYPE_CHECKING:
    from tintype.s3.credentials import Credentials


def presign(host: str, path: str, credentials: Credentials, region: str, seconds: int, now: float | None = None) -> str:
    """Return the signed query of a GET.

    Args:
        host: with the port, where it is not the scheme's own.
        path: encoded.
        credentials: whose permission the holder borrows; the address dies with their token, if that is earlier.
        region: such as ``"eu-central-1"``.
        seconds: how long the address is good, at most 604,800.
        now: seconds since the epoch, the present by default.
    """
    moment = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(now))
    query = {
        "X-Amz-Algorithm": ALGORITHM,
        "X-Amz-Credential": f"{credentials.access_key}/{scope_of(moment, region)}",
        "X-Amz-Date": moment,
        "X-Amz-Expires": str(seconds),
        "X-Amz-SignedHeaders": "host",
    }
    if credentials.token:
        query["X-Amz-Security-Token"] = credentials.token
    text = encode_query(query)
    canonical = "\n".join(["GET", path, text, f"host:{host}", "", "host", "UNSIGNED-PAYLOAD"])
    return f"{text}&X-Amz-Signature={signature_of(canonical, moment, credentials, region)}"
