from datetime import UTC, datetime
from hashlib import sha256

import botocore.auth
import botocore.credentials
import pytest
from botocore.awsrequest import AWSRequest
from hypothesis import given
from hypothesis import strategies as st

from tintype.s3.credentials import Credentials
from tintype.s3.signature import EMPTY_SHA256, encode_path, encode_query, sign, signing_key

_KEYS = Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
_MOMENT = datetime(2013, 5, 24, tzinfo=UTC).timestamp()
_HOST = {"Host": "examplebucket.s3.amazonaws.com"}


@pytest.mark.parametrize(
    ("method", "path", "query", "headers", "body", "signature"),
    [
        (
            "GET",
            "/test.txt",
            {},
            {"Range": "bytes=0-9"},
            b"",
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
        ),
        (
            "PUT",
            "/test$file.text",
            {},
            {"Date": "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY"},
            b"Welcome to Amazon S3.",
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
        ),
        ("GET", "/", {"lifecycle": ""}, {}, b"", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
        (
            "GET",
            "/",
            {"prefix": "J", "max-keys": "2"},
            {},
            b"",
            "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
        ),
    ],
    ids=["get", "put", "lifecycle", "list"],
)
def test_published_examples(method, path, query, headers, body, signature):
    """The examples in AWS's documentation get the signatures that stand there."""
    payload = sha256(body).hexdigest()
    signed = sign(method, encode_path(path), encode_query(query), _HOST | headers, payload, _KEYS, "us-east-1", _MOMENT)
    assert signed["Authorization"].endswith(f"Signature={signature}")
    assert "Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request," in signed["Authorization"]


_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
_VALUES = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20)
_NAMES = st.from_regex(r"x-[a-z-]{1,10}", fullmatch=True).filter(
    lambda name: name not in ("x-amz-date", "x-amz-content-sha256", "x-amz-security-token")
)


@given(
    method=st.sampled_from(["GET", "PUT", "HEAD", "DELETE"]),
    path=_TEXT,
    query=st.dictionaries(_TEXT.filter(bool), _TEXT, max_size=4),
    headers=st.dictionaries(_NAMES, _VALUES, max_size=3),
    token=st.sampled_from(["", "a/session+token=="]),
    region=st.sampled_from(["us-east-1", "eu-central-1"]),
    moment=st.integers(1_400_000_000, 2_000_000_000),
)
def test_same_as_botocore(method, path, query, headers, token, region, moment):
    """Any request gets the signature that AWS's own library computes for it."""
    keys = Credentials("AKID", "secret", token)
    encoded_path, encoded_query = encode_path(f"/{path}"), encode_query(query)
    signed = sign(method, encoded_path, encoded_query, _HOST | headers, EMPTY_SHA256, keys, region, moment)
    ours = signed.pop("Authorization")
    url = f"https://{_HOST['Host']}{encoded_path}" + (f"?{encoded_query}" if encoded_query else "")
    request = AWSRequest(method, url, headers=signed)
    request.context["timestamp"] = signed["x-amz-date"]
    auth = botocore.auth.S3SigV4Auth(botocore.credentials.Credentials("AKID", "secret", token or None), "s3", region)
    theirs = auth.signature(auth.string_to_sign(request, auth.canonical_request(request)), request)
    assert ours.endswith(f"Signature={theirs}")


def test_every_header_is_signed():
    """All headers are named as signed, in lower case and in order, the token's among them."""
    keys = Credentials(*_KEYS[:2], "t")
    signed = sign("GET", "/", "", _HOST | {"Range": "bytes=0-9"}, EMPTY_SHA256, keys, "us-east-1")
    assert "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date;x-amz-security-token," in signed["Authorization"]
    assert signed["x-amz-security-token"] == "t"


def test_given_headers_are_left_alone():
    """The caller's headers are not changed."""
    headers = dict(_HOST)
    sign("GET", "/", "", headers, EMPTY_SHA256, _KEYS, "us-east-1")
    assert headers == _HOST


@pytest.mark.parametrize(
    ("path", "encoded"),
    [("/a b", "/a%20b"), ("/a+b", "/a%2Bb"), ("/ä/~x_-.", "/%C3%A4/~x_-."), ("/100%", "/100%25"), ("/a//b", "/a//b")],
)
def test_path(path, encoded):
    """All but unreserved characters and slashes are percent-encoded, and nothing is normalised."""
    assert encode_path(path) == encoded


def test_keys_are_told_apart():
    """Each secret, day, region and service has a signing key of its own, also where one was used before."""
    asked = [("s", "20260131", "r"), ("t", "20260131", "r"), ("s", "20260201", "r"), ("s", "20260131", "q")]
    keys = [signing_key(*each) for each in asked] + [signing_key(*asked[0], "sqs")]
    assert len(set(keys)) == 5
    assert signing_key(*asked[0]) == keys[0]
