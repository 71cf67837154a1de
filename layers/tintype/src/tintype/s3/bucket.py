"""A bucket: the few operations that a registry, uploads and results need."""

from __future__ import annotations

import time
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from tintype.errors import ObjectTooLargeError, StorageError, StorageUnavailableError
from tintype.s3.connection import Connection, Response, endpoint
from tintype.s3.credentials import provider
from tintype.s3.refusals import is_expired_token, is_transient, refusal
from tintype.s3.signature import EMPTY_SHA256, encode_path, encode_query, sign

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tintype.s3.credentials import Provider

    Body = bytes | bytearray | memoryview

_FIRST_PAUSE = 0.05  # seconds, doubled at each retry


class Object(NamedTuple):
    """What a GET or HEAD brought; the body is empty for HEAD, and after 304, when ``modified`` is False."""

    body: bytes | bytearray
    etag: str
    headers: dict[str, str]
    modified: bool = True


class Bucket:
    """One bucket over one kept-alive connection; not for two threads at once, see :meth:`twin`.

    Args:
        name: the bucket's name.
        address: ``host[:port]`` of an endpoint that takes the bucket in the path; AWS's own by default.
        tls: speak TLS to it.
        region: where the bucket is.
        credentials: gives the keys at each call; from the environment or the container's endpoint by default.
        timeout: seconds to wait for a connection and for each read.
        attempts: how often a call is tried when S3 throttles, fails or does not answer.
    """

    def __init__(
        self,
        name: str,
        *,
        address: str = "",
        tls: bool = True,
        region: str = "us-east-1",
        credentials: Provider | None = None,
        timeout: float = 5.0,
        attempts: int = 3,
    ) -> None:
        self.name = name
        self.attempts = attempts
        self._settings = (address, tls, region, timeout)
        self._region = region
        self._host = address or f"{name}.s3.{region}.amazonaws.com"
        self._prefix = f"/{name}/" if address else "/"
        self._connection = Connection(self._host, tls=tls, timeout=timeout)
        self._credentials = credentials or provider()
        self._renewable = credentials is None

    @classmethod
    def from_environment(cls, name: str, credentials: Provider | None = None, **options: float) -> Bucket:
        """Return the bucket as AWS's own clients would find it: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, AWS_REGION."""
        address, tls, region = endpoint("S3")
        return cls(
            name,
            address=address,
            tls=tls,
            region=region,
            credentials=credentials,
            **options,  # type: ignore[arg-type]
        )

    def twin(self, name: str = "") -> Bucket:
        """Return the same bucket, or another of the same account, over a connection of its own."""
        address, tls, region, timeout = self._settings
        twin = Bucket(
            name or self.name,
            address=address,
            tls=tls,
            region=region,
            credentials=self._credentials,
            timeout=timeout,
            attempts=self.attempts,
        )
        twin._renewable = self._renewable
        return twin

    def open(self) -> None:
        """Connect now rather than with the first call."""
        self._connection.open()

    def close(self) -> None:
        """Close the connection; the next call opens another."""
        self._connection.close()

    def get(self, key: str, *, etag: str = "", version_id: str = "", if_match: str = "", most_bytes: int = 0) -> Object:
        """Return an object, or ``modified=False`` if it still has this ``etag``.

        Raises:
            PreconditionFailedError: it no longer has the ETag ``if_match``.
            ObjectTooLargeError: it has more than ``most_bytes``, where that is not 0; they are not read.
            ObjectNotFoundError, AccessDeniedError, StorageUnavailableError: see ``tintype.errors``.
        """
        query = {"versionId": version_id} if version_id else {}
        conditions = {"If-None-Match": etag, "If-Match": if_match}
        headers = {name: value for name, value in conditions.items() if value}
        found = _object(self._call("GET", key, query, headers, most=most_bytes))
        if most_bytes and found.modified and (size := int(found.headers.get("content-length", "0"))) > most_bytes:
            raise ObjectTooLargeError(key, size, most_bytes)
        return found

    def read_into(self, key: str, view: memoryview, offset: int = 0, version_id: str = "") -> None:
        """Fill ``view`` with the object's bytes from ``offset`` on, without a copy.

        Raises:
            StorageError: the object is shorter.
            ObjectNotFoundError, AccessDeniedError, StorageUnavailableError: see ``tintype.errors``.
        """
        headers = {"Range": f"bytes={offset}-{offset + len(view) - 1}"}
        query = {"versionId": version_id} if version_id else {}
        response = self._call("GET", key, query, headers, into=view)
        if response.body or response.headers.get("content-length") != str(len(view)):
            raise StorageError(f"Expected {len(view)} bytes of {key}, received {len(response.body)}.")

    def head(self, key: str, *, version_id: str = "") -> Object:
        """Return an object's headers."""
        return _object(self._call("HEAD", key, {"versionId": version_id} if version_id else {}, {}))

    def put(
        self,
        key: str,
        body: Body,
        *,
        content_type: str = "application/octet-stream",
        if_absent: bool = False,
        if_match: str = "",
        metadata: Mapping[str, str] | None = None,
        digest: str = "",
    ) -> str:
        """Write an object and return its ETag.

        Args:
            key: the object's key.
            body: its bytes.
            content_type: kept with it.
            if_absent: only if there is no such object (``If-None-Match: *``).
            if_match: only if the object still has this ETag.
            metadata: ASCII notes beside it, which HEAD gives as ``x-amz-meta-<name>``.
            digest: the body's SHA-256 in hexadecimal, if it is known: S3 refuses other bytes.

        Raises:
            PreconditionFailedError, ConflictError, AccessDeniedError, StorageUnavailableError: see ``tintype.errors``.
        """
        headers = {"Content-Type": content_type}
        headers |= {f"x-amz-meta-{name}": value for name, value in (metadata or {}).items()}
        if if_absent:
            headers["If-None-Match"] = "*"
        if if_match:
            headers["If-Match"] = if_match
        return self._call("PUT", key, {}, headers, body, digest=digest).headers.get("etag", "")

    def form(self, fields: Mapping[str, str], most_bytes: int, seconds: int) -> tuple[str, dict[str, str]]:
        """Return an address and the fields of a form by which anybody may put one object for so many seconds.

        Args:
            fields: ``key`` and others, as in ``tintype.s3.posting.form``.
            most_bytes: of the object.
            seconds: how long.
        """
        from tintype.s3.posting import form  # for few calls

        scheme = "https" if self._settings[1] else "http"
        signed = form(self.name, fields, most_bytes, self._credentials(), self._region, seconds)
        return f"{scheme}://{self._host}{self._prefix}", signed

    def presigned(self, key: str, seconds: int) -> str:
        """Return an address from which anybody may read the object for so many seconds."""
        from tintype.s3.presigning import presign  # for few calls

        path = encode_path(self._prefix + key)
        scheme = "https" if self._settings[1] else "http"
        return f"{scheme}://{self._host}{path}?{presign(self._host, path, self._credentials(), self._region, seconds)}"

    def delete(self, key: str) -> None:
        """Delete an object, whether or not it exists."""
        self._call("DELETE", key, {}, {})

    def list(self, prefix: str, delimiter: str = "", *, after: str = "", page: int = 1000) -> Iterator[str]:
        """Yield keys with this prefix, or with a delimiter the common prefixes, in order.

        Args:
            prefix: of all keys.
            delimiter: what ends a common prefix.
            after: where to begin: behind this key, whether or not there is such an object.
            page: how many keys one request asks for, for a caller who wants few.
        """
        query = {"list-type": "2", "prefix": prefix}
        asked = {"delimiter": delimiter, "start-after": after, "max-keys": str(page) if page < 1000 else ""}  # noqa: PLR2004 -- S3's own
        query |= {name: value for name, value in asked.items() if value}
        from tintype.s3.listing import parse  # an XML parser, for listings alone

        while True:
            found = parse(self._call("GET", "", query, {}).body)
            yield from found.prefixes if delimiter else found.keys
            if not found.next:
                return
            query["continuation-token"] = found.next

    def _call(
        self,
        method: str,
        key: str,
        query: dict[str, str],
        headers: dict[str, str],
        body: Body = b"",
        into: memoryview | None = None,
        digest: str = "",
        most: int = 0,
    ) -> Response:
        for attempt in range(1, self.attempts + 1):
            last = attempt == self.attempts
            try:
                response = self._once(method, key, query, headers, body, into, digest, most)
            except StorageUnavailableError:
                if last:
                    raise
            else:
                if response.status < 400 or last or not is_transient(response):  # noqa: PLR2004 -- an error
                    return _checked(response, f"{method} {self.name}/{key}")
                if self._renewable and is_expired_token(response):
                    self._credentials = provider()
            time.sleep(_FIRST_PAUSE * 2**attempt)
        raise AssertionError

    def _once(
        self,
        method: str,
        key: str,
        query: dict[str, str],
        headers: dict[str, str],
        body: Body,
        into: memoryview | None,
        digest: str,
        most: int,
    ) -> Response:
        path, text = encode_path(self._prefix + key), encode_query(query)
        payload = digest or (sha256(body).hexdigest() if body else EMPTY_SHA256)
        signed = sign(method, path, text, {"Host": self._host, **headers}, payload, self._credentials(), self._region)
        return self._connection.request(method, f"{path}?{text}" if text else path, signed, body, into, most)


def _checked(response: Response, what: str) -> Response:
    if response.status >= 300 and response.status != 304:  # noqa: PLR2004 -- an error or a redirect, but not Not Modified
        raise refusal(response, what)
    return response


def _object(response: Response) -> Object:
    return Object(response.body, response.headers.get("etag", ""), response.headers, response.status != 304)  # noqa: PLR2004 -- Not Modified
