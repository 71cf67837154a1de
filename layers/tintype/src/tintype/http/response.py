"""A response in the form that API Gateway wants of a Lambda proxy integration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tintype.http.codecs import to_base64, to_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tintype.errors import TintypeError
    from tintype.serving import Served
    from tintype.tasks import Timings

_RETRY_SECONDS = 5


class Response(NamedTuple):
    """A status, a document (text and bytes are sent as they are), and headers beside those that every answer has."""

    status: int
    document: Any
    headers: dict[str, str] = {}  # noqa: RUF012 -- never changed

    def render(self, common: Mapping[str, str]) -> dict[str, Any]:
        """Return the integration's response; an absent document gives an empty body."""
        binary = isinstance(self.document, bytes)
        body = "" if self.document is None else _text(self.document)
        headers = {"Content-Type": "application/json", "Cache-Control": "no-store", **common, **self.headers}
        return {"statusCode": self.status, "headers": headers, "body": body, "isBase64Encoded": binary}

    def data(self) -> bytes:
        """Return the document as it is sent, in bytes."""
        return self.document if isinstance(self.document, bytes) else _text(self.document).encode(errors="replace")


def _text(document: object) -> str:
    if isinstance(document, bytes):
        return to_base64(document)
    return document if isinstance(document, str) else writable(to_json(document))


def writable(text: str) -> str:
    """Return JSON text with lone surrogates, which UTF-8 cannot have, as the escapes that they were (RFC 8259, 8.2)."""
    return text if text.isascii() else text.encode(errors="backslashreplace").decode()


def failure(error: TintypeError) -> Response:
    """Return what a caller may know of an error."""
    headers = {"Retry-After": str(_RETRY_SECONDS)} if error.transient else {}
    if allowed := getattr(error, "allowed", ""):
        headers["Allow"] = f"{allowed}, OPTIONS"
    return Response(error.status, {"error": str(error)}, headers)


def cors(origin: str) -> dict[str, str]:
    """Return the headers that let pages of ``origin`` read the answer."""
    return {"Access-Control-Allow-Origin": origin, "Access-Control-Expose-Headers": "*"} if origin else {}


def preflight() -> Response:
    """Return the answer to OPTIONS."""
    return Response(
        204,
        None,
        {
            "Access-Control-Allow-Methods": "GET,POST,DELETE,OPTIONS",
            "Access-Control-Allow-Headers": "Content-Type,Accept,X-Api-Key,Authorization,Content-Encoding,"
            "If-None-Match,Prefer,Inference-Header-Content-Length,X-Tintype-Sticky,X-Amz-Date,X-Amz-Security-Token,"
            "X-Amz-Content-Sha256",
            "Access-Control-Max-Age": "86400",
        },
    )


def provenance(served: Served, timings: Timings) -> dict[str, str]:
    """Return the headers that say what answered, and how long each step took in milliseconds (``Server-Timing``)."""
    manifest = served.model.manifest
    headers = {
        "X-Tintype-Model": manifest.name,
        "X-Tintype-Version": str(manifest.version),
        "X-Tintype-Digest": f"sha256:{manifest.digest}",
        **server_timing(timings, served.load_seconds),
    }
    return headers | ({"X-Tintype-Stale": "true"} if served.problem else {})


def server_timing(timings: Timings, load_seconds: float = 0.0) -> dict[str, str]:
    """Return the header that says how long each step took in milliseconds."""
    steps = (("load", load_seconds), *timings._asdict().items())
    return {"Server-Timing": ", ".join(f"{name};dur={seconds * 1000:.3f}" for name, seconds in steps if seconds)}
