from urllib.parse import parse_qsl, urlsplit
from urllib.request import urlopen

import botocore.auth
import botocore.credentials
import pytest
from botocore.awsrequest import AWSRequest
from hypothesis import given
from hypothesis import strategies as st

from tintype.s3 import Credentials
from tintype.s3.presigning import presign
from tintype.s3.signature import encode_path

_KEYS = Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")


def test_published_example():
    """The example in AWS's documentation gets the signature that stands there."""
    query = presign("examplebucket.s3.amazonaws.com", "/test.txt", _KEYS, "us-east-1", 86_400, now=1_369_353_600)
    assert query.endswith("&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404")
    assert dict(parse_qsl(query))["X-Amz-Date"] == "20130524T000000Z"


@given(
    key=st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12),
    token=st.sampled_from(["", "a/session+token=="]),
    seconds=st.integers(1, 604_800),
)
def test_same_as_botocore(key, token, seconds):
    """Any key gets the signature that AWS's own library computes for it."""
    host, path = "b.s3.eu-central-1.amazonaws.com", encode_path(f"/{key}")
    query = presign(host, path, Credentials("AKID", "secret", token), "eu-central-1", seconds, now=1_700_000_000)
    unsigned, _, ours = query.partition("&X-Amz-Signature=")
    request = AWSRequest("GET", f"https://{host}{path}?{unsigned}")
    request.context["timestamp"] = "20231114T221320Z"
    keys = botocore.credentials.Credentials("AKID", "secret", token or None)
    auth = botocore.auth.S3SigV4QueryAuth(keys, "s3", "eu-central-1", seconds)
    assert ours == auth.signature(auth.string_to_sign(request, auth.canonical_request(request)), request)


@pytest.mark.parametrize("key", ["plain.json", "with space+plus/ü.json"])
def test_address_is_read(bucket, key):
    """Whoever has the address reads the object, without credentials of his own."""
    bucket.put(key, b"body")
    address = bucket.presigned(key, 60)
    assert urlsplit(address).scheme == "http"
    with urlopen(address) as answer:  # noqa: S310 -- moto's
        assert answer.read() == b"body"
