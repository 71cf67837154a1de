"""What the page may do: run its own script, and call its own API and the buckets of the same stack."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping


def policy(environ: Mapping[str, str]) -> str:
    """Return the Content-Security-Policy (https://www.w3.org/TR/CSP3/)."""
    connect = " ".join(("'self'", *_stores(environ)))
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
        f"connect-src {connect}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _stores(environ: Mapping[str, str]) -> tuple[str, ...]:
    """Return the origins of signed forms, and of answers that are too large for a call."""
    url = urlsplit(environ.get("AWS_ENDPOINT_URL_S3") or environ.get("AWS_ENDPOINT_URL", ""))
    if url.netloc:
        return (f"{url.scheme}://{url.netloc}",)
    region = environ.get("AWS_REGION", "us-east-1")
    buckets = (environ.get(f"TINTYPE_{which}_BUCKET") for which in ("UPLOAD", "RESULT"))
    return tuple(f"https://{bucket}.s3.{region}.amazonaws.com" for bucket in buckets if bucket)
