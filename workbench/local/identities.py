"""Who is known to the local stack beside its API keys: an IAM user, and the users of its user pool."""

import json
import time
import uuid
from typing import TYPE_CHECKING

from workbench.local.aws.client import ACCESS_KEY, SECRET_KEY

if TYPE_CHECKING:
    from joserfc.jwk import RSAKey

    from workbench.local.gateway.front import Guard
    from workbench.local.layout import Layout
    from workbench.local.template.description import Api

TOKEN_SECONDS = 3600
_BITS = 2048


def guards(api: "Api", layout: "Layout") -> dict[str, "Guard"]:
    """Return a guard for each kind of authorizer that the API has."""
    kinds = {route.authorizer.kind for route in api.routes if route.authorizer}
    makers = {"awsSigv4": _signatures, "cognito_user_pools": _tokens}
    return {kind: makers[kind](layout) for kind in kinds}


def user_pool(api: "Api | None") -> str:
    """Return the ARN of the pool whose tokens the API takes; empty where it takes none."""
    pools = (pool for route in (api.routes if api else ()) if route.authorizer for pool in route.authorizer.user_pools)
    return next(pools, "")


def signs(api: "Api | None") -> bool:
    """Say whether the API asks its callers for signatures."""
    return any(route.authorizer and route.authorizer.kind == "awsSigv4" for route in (api.routes if api else ()))


def id_token(layout: "Layout", pool: str, name: str, seconds: int = TOKEN_SECONDS) -> str:
    """Return an ID token for a user of a pool, as if the user had just signed in.

    Args:
        layout: keeps the key that signs.
        pool: the pool's ARN.
        name: the user's; the same name is the same subject.
        seconds: how long the token is valid.
    """
    from joserfc import jwt  # noqa: PLC0415  # 0.15 s that most commands need not take

    from workbench.local.gateway.tokens import ALGORITHM, issuer  # noqa: PLC0415

    now = int(time.time())
    claims = {
        "sub": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{issuer(pool)}/{name}")),
        "iss": issuer(pool),
        "aud": "local",
        "cognito:username": name,
        "token_use": "id",
        "auth_time": now,
        "iat": now,
        "exp": now + seconds,
    }
    key = token_key(layout)
    return jwt.encode({"alg": ALGORITHM, "kid": key.kid}, claims, key)


def token_key(layout: "Layout") -> "RSAKey":
    """Return the key that signs tokens, made at the first call and kept."""
    from joserfc.jwk import RSAKey  # noqa: PLC0415

    path = layout.token_key
    if not path.exists():
        made = RSAKey.generate_key(_BITS, {"kid": str(uuid.uuid4()), "use": "sig", "alg": "RS256"})
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(json.dumps(made.as_dict(private=True)))
    return RSAKey.import_key(json.loads(path.read_text()))


def _signatures(_layout: "Layout") -> "Guard":
    from workbench.local.gateway.signature import SignatureGuard, User  # noqa: PLC0415

    return SignatureGuard((User("local", ACCESS_KEY, SECRET_KEY),))


def _tokens(layout: "Layout") -> "Guard":
    from joserfc.jwk import KeySet  # noqa: PLC0415

    from workbench.local.gateway.tokens import TokenGuard  # noqa: PLC0415

    return TokenGuard(KeySet([token_key(layout)]))
