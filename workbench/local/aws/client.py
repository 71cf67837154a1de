"""boto3 clients for the local AWS, independent of what the user's own environment says about AWS."""

import functools
from typing import TYPE_CHECKING, Any, Literal, overload

from workbench.local.template.names import LOCAL_REGION

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient

# moto checks no signature; the names say what they are to whoever finds them in a log.
ACCESS_KEY = "tintype-local"
SECRET_KEY = "tintype-local-is-no-secret"  # noqa: S105  # moto checks none


def endpoint(port: int) -> str:
    """Return the local AWS's address."""
    return f"http://127.0.0.1:{port}"


@overload
def client(service: Literal["s3"], url: str) -> "S3Client": ...
@overload
def client(service: Literal["sqs"], url: str) -> "SQSClient": ...
@overload
def client(service: Literal["events"], url: str) -> Any: ...  # noqa: ANN401  # its stubs are not installed
def client(service: Any, url: str) -> Any:
    """Return a boto3 client of one service at the local AWS, the same for every caller."""
    return _make(service, url)


@functools.cache
def _make(service: str, url: str) -> object:
    import boto3  # noqa: PLC0415  # takes a fifth of a second, which `tintype --help` need not
    from botocore.config import Config  # noqa: PLC0415

    config = Config(retries={"total_max_attempts": 3}, s3={"addressing_style": "path"}, read_timeout=70)
    session = boto3.Session(ACCESS_KEY, SECRET_KEY, region_name=LOCAL_REGION)
    return session.client(service, endpoint_url=url, config=config)  # type: ignore[call-overload]  # any service
