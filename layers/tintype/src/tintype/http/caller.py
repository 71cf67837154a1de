"""Who calls, as API Gateway found out: never what the call says of itself.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_DIGITS = 32  # of the hash, in hexadecimal: 128 bits


def identity(context: Mapping[str, Any]) -> str:
    """Return the name of the caller in an event's ``requestContext``.

    The strongest proof counts: the subject of a verified token, an identity of a Cognito pool, the principal whose
    signature was checked, the id of the API key; without any of them everybody is the same caller.
    """
    claims = (context.get("authorizer") or {}).get("claims") or {}
    if claims.get("sub"):
        return f"jwt:{claims.get('iss', '')}#{claims['sub']}"
    found = context.get("identity") or {}
    for name in ("cognitoIdentityId", "userArn", "apiKeyId"):
        if found.get(name):
            return f"{name}:{found[name]}"
    return "anybody"


def folder(caller: str) -> str:
    """Return the prefix of all that a caller keeps in a bucket; it tells nobody who he is."""
    return f"callers/{sha256(caller.encode()).hexdigest()[:_DIGITS]}/"
