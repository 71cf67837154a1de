"""Tokens of a user pool, checked as API Gateway's Cognito authorizer does."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

from workbench.local.gateway import errors
from workbench.local.gateway.errors import RefusedError
from workbench.local.gateway.request import Request
from workbench.local.gateway.tokens import TokenGuard, issuer
from workbench.local.template.description import Authorizer

POOL = "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_pool"
KEY = RSAKey.generate_key(2048, {"kid": "1"})
NOW = 1_700_000_000
CLAIMS = {"sub": "s", "iss": "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_pool", "token_use": "id"} | {
    "exp": NOW + 60,
    "iat": NOW,
    "email_verified": True,
    "cognito:groups": ["a", "b"],
    "auth_time": NOW,
}


VALUES = st.none() | st.integers() | st.text(max_size=5) | st.sampled_from(["RS256", "1", ["b64"]])
PARTS = st.dictionaries(st.sampled_from(["alg", "kid", "crit", "b64", "typ", "exp", "jwk"]), VALUES)


def encoded(part):
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


def token(key=KEY, kid="1", algorithm="RS256", **claims):
    """Return a token; a claim that is None is left out."""
    kept = {name: value for name, value in (CLAIMS | claims).items() if value is not None}
    return jwt.encode({"alg": algorithm, "kid": kid}, kept, key)


def admit(request, clock=lambda: NOW):
    return TokenGuard(KeySet([KEY]), clock).admit(request, Authorizer("cognito_user_pools", (POOL,)))


def test_issuer():
    """A pool's tokens name its region and id."""
    assert issuer(POOL) == CLAIMS["iss"]


@pytest.mark.parametrize("scheme", ["Bearer ", "bearer ", ""])
def test_valid(request_of, scheme):
    """A valid token is taken with or without the word Bearer, and all its claims come as text."""
    caller = admit(request_of(Authorization=scheme + token()))
    assert caller.claims == {
        "sub": "s",
        "iss": CLAIMS["iss"],
        "token_use": "id",
        "exp": "Tue Nov 14 22:14:20 UTC 2023",
        "iat": "Tue Nov 14 22:13:20 UTC 2023",
        "email_verified": "true",
        "cognito:groups": "a,b",
        "auth_time": str(NOW),
    }
    assert caller.identity == {}


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_other"},
        {"iss": None},
        {"exp": NOW - 1},
        {"exp": None},
        {"exp": "soon"},
        {"sub": None},
        {"token_use": "access"},
        {"token_use": None},
    ],
)
def test_wrong_claims(request_of, claims):
    """Tokens of another pool, expired ones, access tokens, and those that lack a claim are refused."""
    with pytest.raises(RefusedError) as caught:
        admit(request_of(Authorization=f"Bearer {token(**claims)}"))
    assert caught.value.error == errors.UNAUTHORIZED


@given(parts=st.lists(VALUES | PARTS, min_size=3, max_size=3))
def test_odd_parts(parts):
    """Whatever JSON a token is made of, it is refused like any other."""
    text = ".".join(map(encoded, parts))
    with pytest.raises(RefusedError) as caught:
        admit(Request("GET", "/", "", (("Authorization", f"Bearer {text}"),), b""))
    assert caught.value.error == errors.UNAUTHORIZED


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "Bearer",
        "Bearer x",
        "Bearer a.b.c",
        "Basic dXNlcjpwYXNz",
        f"Bearer {token()[:-8]}AAAAAAAA",
        f"Bearer {token(RSAKey.generate_key(2048, {'kid': '1'}))}",
        f"Bearer {token(RSAKey.generate_key(2048, {'kid': '2'}), kid='2')}",
        f"Bearer {token(OctKey.import_key(b'k' * 32), algorithm='HS256')}",
        "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJzIn0.",
        f"Bearer {encoded({'alg': 'RS256', 'kid': '1', 'crit': 5})}.e30.AA",
    ],
)
def test_forged(request_of, value):
    """No token, no JWT, another key, another algorithm and none at all are refused alike."""
    headers = {} if value is None else {"Authorization": value}
    with pytest.raises(RefusedError) as caught:
        admit(request_of(**headers))
    assert caught.value.error == errors.UNAUTHORIZED
