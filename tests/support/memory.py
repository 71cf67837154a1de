"""A bucket in memory, below our own client: thousands of calls a second, each of which may be its owner's last."""

from hashlib import md5
from xml.sax.saxutils import escape

from tests.support.dying import Killed
from tintype.s3 import Bucket, Credentials
from tintype.s3.connection import Response

_MISSING = Response(404, {}, b"<Error><Code>NoSuchKey</Code></Error>")
_CHANGED = Response(412, {}, b"<Error><Code>PreconditionFailed</Code></Error>")


class Memory(Bucket):
    """Objects by key; ``fatal`` is the number of the call that kills, from 1, and whether before or after it is done.

    Args:
        objects: of another such bucket, which they share.
    """

    def __init__(self, objects: dict[str, tuple[bytes, dict[str, str]]] | None = None) -> None:
        super().__init__("memory", address="memory", tls=False, credentials=lambda: Credentials("key", "secret"))
        self.objects = {} if objects is None else objects
        self.fatal = (0, "before")
        self._calls = 0

    def twin(self, name: str = "") -> "Memory":  # noqa: ARG002 -- there is one bucket
        """Return the same objects, over a connection that does not kill."""
        return Memory(self.objects)

    def _once(self, method, key, query, headers, body, *_):
        self._calls += 1
        self._perish("before")
        response = self._put(key, headers, bytes(body)) if method == "PUT" else self._get(key, query, headers)
        self._perish("after")
        return response

    def _perish(self, when: str) -> None:
        if (self._calls, when) == self.fatal:
            raise Killed

    def _put(self, key: str, headers: dict[str, str], body: bytes) -> Response:
        there = self.objects.get(key)
        if headers.get("If-None-Match") and there:
            return _CHANGED
        if (wanted := headers.get("If-Match")) and (not there or there[1]["etag"] != wanted):
            return _CHANGED
        notes = {name: value for name, value in headers.items() if name.startswith("x-amz-meta-")}
        etag = f'"{md5(body, usedforsecurity=False).hexdigest()}"'
        self.objects[key] = (body, {**notes, "etag": etag})
        return Response(200, {"etag": etag}, b"")

    def _get(self, key: str, query: dict[str, str], headers: dict[str, str]) -> Response:
        if not key:
            return Response(200, {}, self._list(query["prefix"]))
        if key not in self.objects:
            return _MISSING
        body, kept = self.objects[key]
        return Response(304, kept, b"") if headers.get("If-None-Match") == kept["etag"] else Response(200, kept, body)

    def _list(self, prefix: str) -> bytes:
        keys = (f"<Contents><Key>{escape(key)}</Key></Contents>" for key in sorted(self.objects))
        found = "".join(key for key in keys if prefix in key)
        return f'<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{found}</ListBucketResult>'.encode()
