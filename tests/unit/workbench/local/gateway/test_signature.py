"""Signatures as botocore makes them, checked as API Gateway does."""

import datetime as dt
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import given
from hypothesis import strategies as st

from workbench.local.gateway import errors
from workbench.local.gateway.errors import RefusedError
from workbench.local.gateway.request import Request
from workbench.local.gateway.signature import SignatureGuard, User
from workbench.local.template.description import Authorizer

USER = User("someone", "key-id", "secret")
HOST = "127.0.0.1:4510"
PREDICT = f"http://{HOST}/api/v1/models/digits:predict"
SIGNED = Authorizer("awsSigv4")


def signed(url=PREDICT, body=b"", method="POST", user=USER, region="us-east-1", service="execute-api", **headers):
    """Return a request as a client of this user sends it."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    prepared = AWSRequest(method, url, {"Host": HOST, **named}, body)
    SigV4Auth(Credentials(user.access_key, user.secret_key), service, region).add_auth(prepared)
    address = urlsplit(url)
    return Request(method, address.path, address.query, tuple(prepared.headers.items()), body)


def changed(request, name, value):
    """Return the request with another value of one header; None leaves it out."""
    others = tuple(pair for pair in request.headers if pair[0].lower() != name)
    return replace(request, headers=others if value is None else (*others, (name, value)))


def refusal(request, **options):
    with pytest.raises(RefusedError) as caught:
        SignatureGuard((USER,), **options).admit(request, SIGNED)
    return caught.value.error


@pytest.mark.parametrize(
    "path",
    ["/api/v1/models/digits:predict", "/api/v1/models/digits%3Apredict", "/api/v2", "/api/v1/models/a%2Fb%20c", "/"],
)
@pytest.mark.parametrize("query", ["", "?top=3", "?b=2&a=%C3%BC%20x&a="])
def test_signed(path, query):
    """A signed call is admitted, however its path and query are written, and the user is named."""
    caller = SignatureGuard((USER,)).admit(signed(f"http://{HOST}{path}{query}", b"image"), SIGNED)
    assert caller.identity["userArn"] == "arn:aws:iam::123456789012:user/someone"
    assert caller.identity["accessKey"] == "key-id"
    assert caller.claims is None


@given(body=st.binary(max_size=200), value=st.text("abc -_.;=", min_size=1, max_size=20))
def test_any_body(body, value):
    """Any body and any further signed header are admitted."""
    assert SignatureGuard((USER,)).admit(signed(body=body, X_Thing=value), SIGNED).identity["accountId"]


def test_users_differ():
    """Two users are two callers."""
    other = User("other", "key-2", "secret-2")
    guard = SignatureGuard((USER, other))
    first, second = (guard.admit(signed(user=user), SIGNED).identity for user in (USER, other))
    assert all(first[name] != second[name] for name in ("userArn", "user", "caller", "accessKey"))


def test_unsigned():
    """A call without a signature is told the same as an unknown path."""
    assert refusal(changed(signed(), "authorization", None)) == errors.NO_ROUTE


@pytest.mark.parametrize(
    "request_",
    [
        signed(user=User("x", "key-id", "another secret")),
        signed(user=User("x", "unknown", "secret")),
        signed(region="eu-west-1"),
        signed(service="s3"),
        replace(signed(body=b"one"), body=b"two"),
        replace(signed(), method="PUT"),
        replace(signed(), path="/api/v1/models/other:predict"),
        replace(signed(), query="top=3"),
        changed(signed(), "host", "other.example"),
        changed(signed(), "x-amz-date", None),
        changed(signed(), "x-amz-date", "yesterday"),
        changed(signed(), "authorization", "Bearer token"),
        changed(signed(), "authorization", ""),
        changed(signed(X_Thing="a"), "x-thing", "b"),
        signed(X_Amz_Content_SHA256="UNSIGNED-PAYLOAD"),
    ],
)
def test_wrong(request_):
    """A call that is not what the user signed is refused."""
    assert refusal(request_) == errors.INVALID_SIGNATURE


@given(
    headers=st.text(st.characters(max_codepoint=255, exclude_characters=", "), min_size=1, max_size=30),
    path=st.text(st.characters(max_codepoint=255), max_size=30),
    query=st.text(st.characters(max_codepoint=255), max_size=30),
)
def test_odd_calls(headers, path, query):
    """Whatever else a call with a foreign signature has, it is refused like any other."""
    request = signed()
    scope = f"Credential=key-id/{request.header('x-amz-date')[:8]}/us-east-1/execute-api/aws4_request"
    names = f"SignedHeaders=host;x-amz-date;{headers}"
    value = f"AWS4-HMAC-SHA256 {scope}, {names}, Signature={'0' * 64}"
    odd = replace(changed(request, "authorization", value), path=f"/{path}", query=query)
    assert refusal(odd) == errors.INVALID_SIGNATURE


@pytest.mark.parametrize("minutes", [-6, 6])
def test_clock(minutes):
    """A signature is good for five minutes around its time."""
    clock = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=minutes)
    assert refusal(signed(), clock=lambda: clock) == errors.INVALID_SIGNATURE
