"""Who is known to the local stack."""

import stat
from types import SimpleNamespace

import pytest
from joserfc.jwk import KeySet

from workbench.local.gateway.request import Request
from workbench.local.gateway.signature import SignatureGuard
from workbench.local.gateway.tokens import TokenGuard
from workbench.local.identities import guards, id_token, token_key, user_pool
from workbench.local.layout import Layout
from workbench.local.template.description import Authorizer, Route

POOL = "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_pool"
TOKENS = Authorizer("cognito_user_pools", (POOL,))


def api(authorizer):
    return SimpleNamespace(routes=(Route("GET", "/", "F", key_required=True, authorizer=authorizer),))


@pytest.fixture
def layout(tmp_path):
    return Layout(tmp_path)


@pytest.mark.parametrize(
    ("authorizer", "kinds", "pool"),
    [
        (None, {}, ""),
        (Authorizer("awsSigv4"), {"awsSigv4": SignatureGuard}, ""),
        (TOKENS, {"cognito_user_pools": TokenGuard}, POOL),
    ],
)
def test_guards(layout, authorizer, kinds, pool):
    """An API has the guards that its routes ask for, and no key is made for tokens that nobody takes."""
    found = guards(api(authorizer), layout)
    assert {kind: type(guard) for kind, guard in found.items()} == kinds
    assert user_pool(api(authorizer)) == pool
    assert layout.token_key.exists() == bool(pool)


def test_no_api():
    """A template without an API takes no tokens."""
    assert user_pool(None) == ""


def test_token(layout):
    """A token that the stack gives out is one that it takes; a user's name is always the same subject."""
    guard = guards(api(TOKENS), layout)["cognito_user_pools"]

    def claims(name):
        headers = (("Authorization", f"Bearer {id_token(layout, POOL, name)}"),)
        return guard.admit(Request("GET", "/", "", headers, b""), TOKENS).claims

    assert claims("ann")["cognito:username"] == "ann"
    assert claims("ann")["sub"] == claims("ann")["sub"] != claims("bob")["sub"]


def test_key_is_kept(layout):
    """The signing key is made once, and only the user can read it."""
    first, second = token_key(layout), token_key(layout)
    assert first.kid == second.kid
    assert KeySet([first]).as_dict(private=True) == KeySet([second]).as_dict(private=True)
    assert stat.S_IMODE(layout.token_key.stat().st_mode) == 0o600
