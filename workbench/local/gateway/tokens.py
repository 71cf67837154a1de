"""COGNITO_USER_POOLS authorization: checks the ID token in a request's Authorization header.

Claims: https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html
"""

import time
from collections.abc import Callable, Mapping
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from workbench.local.gateway import errors
from workbench.local.gateway.errors import RefusedError
from workbench.local.gateway.request import Caller, Request
from workbench.local.template.description import Authorizer

ALGORITHM = "RS256"
_TIMES = ("exp", "iat")


class TokenGuard:
    """Admits the requests with a token that one of the authorizer's pools has given out.

    Args:
        keys: sign the tokens of every pool.
        clock: seconds since the epoch.
    """

    def __init__(self, keys: KeySet, clock: Callable[[], float] = time.time) -> None:
        self._keys = keys
        self._clock = clock

    def admit(self, request: Request, authorizer: Authorizer) -> Caller:
        """Return the token's claims, all as text, as API Gateway hands them on.

        Raises:
            RefusedError: UNAUTHORIZED where the token is missing, malformed, forged, expired, or of another pool; so is
                an access token, for the routes name no scopes.
        """
        issuers = [issuer(pool) for pool in authorizer.user_pools]
        try:
            token = jwt.decode(_bearer(request), self._keys, algorithms=[ALGORITHM])
            self._registry(issuers).validate(token.claims)
        except (JoseError, ValueError, TypeError) as problem:  # joserfc trusts the header's fields to have their types
            raise RefusedError(errors.UNAUTHORIZED) from problem
        return Caller(claims=_texts(token.claims))

    def _registry(self, issuers: list[str]) -> jwt.JWTClaimsRegistry:
        return jwt.JWTClaimsRegistry(
            now=lambda: int(self._clock()),
            exp={"essential": True},
            sub={"essential": True},
            iss={"essential": True, "values": issuers},
            token_use={"essential": True, "value": "id"},
        )


def issuer(pool: str) -> str:
    """Return what the tokens of a user pool, named by its ARN, give as their issuer."""
    _, _, _, region, _, resource = pool.split(":")
    return f"https://cognito-idp.{region}.amazonaws.com/{resource.removeprefix('userpool/')}"


def _bearer(request: Request) -> str:
    given = (request.header("authorization") or "").strip()
    return given[7:].strip() if given.lower().startswith("bearer ") else given


def _texts(claims: Mapping[str, Any]) -> dict[str, str]:
    return {name: _text(name, value) for name, value in claims.items()}


def _text(name: str, value: object) -> str:
    if name in _TIMES and isinstance(value, int):
        return time.strftime("%a %b %d %H:%M:%S UTC %Y", time.gmtime(value))
    if isinstance(value, list):
        return ",".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)
