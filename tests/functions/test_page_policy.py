from __future__ import annotations

import pytest

from functions.page.policy import policy

BUCKETS = {"TINTYPE_UPLOAD_BUCKET": "t-uploads", "TINTYPE_RESULT_BUCKET": "t-results"}
DEPLOYED = "https://t-uploads.s3.eu-west-1.amazonaws.com https://t-results.s3.eu-west-1.amazonaws.com"


@pytest.mark.parametrize(
    ("environ", "stores"),
    [
        ({**BUCKETS, "AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL_S3": ""}, f"'self' {DEPLOYED}"),
        ({**BUCKETS, "AWS_ENDPOINT_URL": "http://127.0.0.1:4511"}, "'self' http://127.0.0.1:4511"),
        ({**BUCKETS, "AWS_ENDPOINT_URL_S3": "https://s3.example/path"}, "'self' https://s3.example"),
        ({}, "'self'"),
    ],
)
def test_stores(environ, stores):
    """Beside its own API the page may call the addresses that signed forms have in this deployment, and no other."""
    assert f"connect-src {stores};" in policy(environ)
