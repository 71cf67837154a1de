"""Which requests go to S3."""

import pytest

from workbench.local.aws.server import is_for_s3

S3 = "AWS4-HMAC-SHA256 Credential=x/20240101/us-east-1/s3/aws4_request, Signature=1"
SQS = "AWS4-HMAC-SHA256 Credential=x/20240101/us-east-1/sqs/aws4_request, Signature=1"


@pytest.mark.parametrize(
    ("authorization", "query", "path", "is_s3"),
    [
        (S3, "", "/bucket/key", True),
        (SQS, "", "/", False),
        ("", "X-Amz-Credential=x%2F20240101%2Fus-east-1%2Fs3%2Faws4_request", "/bucket/key", True),
        ("", "", "/bucket/key", True),
        ("", "", "/moto-api/data.json", False),
    ],
)
def test_is_for_s3(authorization, query, path, is_s3):
    """Calls signed for S3, in the header or the query, and unsigned ones are S3's; a long poll of SQS is not."""
    environ = {"PATH_INFO": path, "HTTP_AUTHORIZATION": authorization, "QUERY_STRING": query}
    assert is_for_s3(environ) is is_s3
