"""Which requests change S3."""

import pytest

from workbench.local.aws.server import writes_to_s3

S3 = "AWS4-HMAC-SHA256 Credential=x/20240101/us-east-1/s3/aws4_request, Signature=1"
SQS = "AWS4-HMAC-SHA256 Credential=x/20240101/us-east-1/sqs/aws4_request, Signature=1"


@pytest.mark.parametrize(
    ("method", "authorization", "query", "writes"),
    [
        ("PUT", S3, "", True),
        ("DELETE", S3, "", True),
        ("POST", S3, "delete=", True),
        ("GET", S3, "", False),
        ("POST", SQS, "", False),
        ("PUT", "", "X-Amz-Credential=x%2F20240101%2Fus-east-1%2Fs3%2Faws4_request", True),
        ("POST", "", "", True),
    ],
)
def test_writes_to_s3(method, authorization, query, writes):
    """Writes signed for S3, in the header or the query, and unsigned ones count; a long poll of SQS does not."""
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": "/bucket/key",
        "HTTP_AUTHORIZATION": authorization,
        "QUERY_STRING": query,
    }
    assert writes_to_s3(environ) is writes
