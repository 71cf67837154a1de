import json
from base64 import b64decode

import botocore.auth
import botocore.credentials
import pytest
import requests
from botocore.awsrequest import AWSRequest

from tintype.s3 import Credentials
from tintype.s3.posting import form

_NOW = 1_700_000_000


def policy(fields: dict[str, str]) -> dict:
    return json.loads(b64decode(fields["policy"]))


def test_all_that_is_sent_is_bound():
    """The form is good for this bucket, key, type and size, and until its end."""
    keys = Credentials("AKID", "secret", "token")
    fields = form("b", {"key": "a/ü", "Content-Type": "image/png"}, 100, keys, "us-east-1", 900, _NOW)
    said = policy(fields)
    assert said["expiration"] == "2023-11-14T22:28:20Z"
    assert ["content-length-range", 1, 100] in said["conditions"]
    assert {"bucket": "b"} in said["conditions"]
    for name in fields.keys() - {"policy", "x-amz-signature"}:
        assert {name: fields[name]} in said["conditions"]
    assert fields["x-amz-security-token"] == "token"


@pytest.mark.parametrize("token", ["", "a/token+"])
def test_same_as_botocore(token):
    """The same policy gets the signature that AWS's own library computes for it."""
    fields = form("b", {"key": "a"}, 100, Credentials("AKID", "secret", token), "eu-central-1", 900, _NOW)
    auth = botocore.auth.S3SigV4PostAuth(
        botocore.credentials.Credentials("AKID", "secret", token or None), "s3", "eu-central-1"
    )
    request = AWSRequest("POST", "https://b.s3.eu-central-1.amazonaws.com/")
    request.context["timestamp"] = fields["x-amz-date"]
    assert fields["x-amz-signature"] == auth.signature(fields["policy"], request)


def test_form_is_taken(bucket):
    """A client that knows nothing but the form puts the object, with its type."""
    url, fields = bucket.form({"key": "a b/ü.png", "Content-Type": "image/png"}, 100, 60)
    answer = requests.post(url, data=fields, files={"file": b"pixels"}, timeout=10)
    assert answer.ok, answer.text
    found = bucket.get("a b/ü.png")
    assert (found.body, found.headers["content-type"]) == (b"pixels", "image/png")
