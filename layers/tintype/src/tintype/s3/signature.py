"""AWS Signature Version 4, for S3 unless another service is named.

https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
"""

from __future__ import annotations

import hmac
import time
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tintype.s3.credentials import Credentials

ALGORITHM = "AWS4-HMAC-SHA256"
EMPTY_SHA256 = sha256(b"").hexdigest()
_UNRESERVED = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~"  # RFC 3986, 2.3
_ENCODED = tuple(chr(byte) if byte in _UNRESERVED else f"%{byte:02X}" for byte in range(256))


def encode_path(path: str) -> str:
    """Percent-encode a path as the signature wants it: all but unreserved characters and slashes."""
    return "/".join(map(_encode, path.split("/")))


def encode_query(query: Mapping[str, str]) -> str:
    """Percent-encode and sort a query, in this order, as the signature wants it."""
    pairs = sorted((_encode(key), _encode(value)) for key, value in query.items())
    return "&".join(f"{key}={value}" for key, value in pairs)


def _encode(text: str) -> str:
    """urllib.parse.quote, without the two milliseconds that its import takes."""
    return "".join(map(_ENCODED.__getitem__, text.encode()))


def sign(  # noqa: PLR0913 -- all of them are signed
    method: str,
    path: str,
    query: str,
    headers: dict[str, str],
    payload_sha256: str,
    credentials: Credentials,
    region: str,
    now: float | None = None,
    *,
    service: str = "s3",
) -> dict[str, str]:
    """Return ``headers`` with the date, the payload's hash, the session token and the signature added.

    Args:
        method: the HTTP method.
        path: encoded, as it is sent.
        query: likewise.
        headers: must hold ``Host``; all of them are signed.
        payload_sha256: of the body, in hexadecimal.
        credentials: whose signature.
        region: such as ``"eu-central-1"``.
        now: seconds since the epoch, the present by default.
        service: such as ``"sqs"``.
    """
    moment = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(now))
    signed = {**headers, "x-amz-date": moment, "x-amz-content-sha256": payload_sha256}
    if credentials.token:
        signed["x-amz-security-token"] = credentials.token
    lines = sorted((name.lower(), " ".join(value.split())) for name, value in signed.items())
    names = ";".join(name for name, _ in lines)
    canonical = "\n".join(
        [method, path, query, *(f"{name}:{value}" for name, value in lines), "", names, payload_sha256]
    )
    signature = signature_of(canonical, moment, credentials, region, service)
    scope = scope_of(moment, region, service)
    signed["Authorization"] = (
        f"{ALGORITHM} Credential={credentials.access_key}/{scope}, SignedHeaders={names}, Signature={signature}"
    )
    return signed


def scope_of(moment: str, region: str, service: str = "s3") -> str:
    """Return what a signature of that time (``20260131T235959Z``) is good for."""
    return f"{moment[:8]}/{region}/{service}/aws4_request"


def signature_of(canonical: str, moment: str, credentials: Credentials, region: str, service: str = "s3") -> str:
    """Return the signature of a canonical request, in hexadecimal."""
    scope = scope_of(moment, region, service)
    to_sign = f"{ALGORITHM}\n{moment}\n{scope}\n{sha256(canonical.encode()).hexdigest()}"
    return hmac.digest(
        signing_key(credentials.secret_key, moment[:8], region, service), to_sign.encode(), "sha256"
    ).hex()


@lru_cache(maxsize=4)  # a key lasts a day, and its four digests are a fifth of a signature
def signing_key(secret: str, day: str, region: str, service: str = "s3") -> bytes:
    """Return the key that signs what is good for a day (``20260131``), a region and a service."""
    key = f"AWS4{secret}".encode()
    for part in (day, region, service, "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return key
