"""One HTTP/1.1 connection (RFC 9112) over a socket: http.client takes 18 ms to import, this takes one."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING, NamedTuple

from tintype.errors import StorageUnavailableError

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

_RECEIVE = 65_536  # bytes
_SEND = 262_144  # bytes that must be taken within the timeout: it counts for a whole call of sendall
_NO_BODY = (204, 304)


def endpoint(service: str) -> tuple[str, bool, str]:
    """Return a service's configured address (empty for AWS's own), whether it speaks TLS, and the region.

    As AWS's own clients find them: AWS_ENDPOINT_URL_<SERVICE>, AWS_ENDPOINT_URL, AWS_REGION, AWS_DEFAULT_REGION.
    """
    url = os.environ.get(f"AWS_ENDPOINT_URL_{service}") or os.environ.get("AWS_ENDPOINT_URL", "")
    scheme, _, rest = url.partition("://")
    region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"
    return rest.strip("/"), scheme != "http", region


class Response(NamedTuple):
    """What came back; the names of ``headers`` are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes | bytearray


class Connection:
    """Kept open between requests; one request at a time.

    Args:
        address: ``host`` or ``host:port``.
        tls: speak TLS.
        timeout: seconds for the connection, and for each wait for bytes.
    """

    def __init__(self, address: str, *, tls: bool, timeout: float = 5.0) -> None:
        host, _, port = address.partition(":")
        self._address = (host, int(port) if port else (443 if tls else 80))
        self._tls = tls
        self._timeout = timeout
        self._socket: socket.socket | None = None
        self._buffer = bytearray()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the socket; the next request opens another."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None
        self._buffer.clear()

    def open(self) -> None:
        """Connect now, if not connected, rather than with the first request.

        Raises:
            StorageUnavailableError: no connection.
        """
        try:
            self._connected()
        except OSError as error:
            self.close()
            raise StorageUnavailableError(f"No connection to {self._address[0]}: {error}.") from error

    def request(
        self,
        method: str,
        target: str,
        headers: dict[str, str],
        body: bytes | bytearray | memoryview = b"",
        into: memoryview | None = None,
        most: int = 0,
    ) -> Response:
        """Send a request and read the whole answer.

        Args:
            method: such as ``"GET"``.
            target: path and query, encoded.
            headers: Content-Length is added where there is a body.
            body: what to send.
            into: receives the body of a successful answer of exactly this many bytes, without a copy.
            most: where it is not 0, a successful answer whose body has more bytes comes without it.

        Raises:
            StorageUnavailableError: no connection, a timeout, or an answer that breaks off.
        """
        reused = self._socket is not None
        try:
            return self._exchange(method, target, headers, body, into, most)
        except (OSError, ValueError) as error:
            self.close()
            if not reused or isinstance(error, TimeoutError):
                raise StorageUnavailableError(f"{method} to {self._address[0]} failed: {error}.") from error
        return self.request(
            method, target, headers, body, into, most
        )  # an idle connection was closed by the other side

    def _exchange(
        self,
        method: str,
        target: str,
        headers: dict[str, str],
        body: bytes | bytearray | memoryview,
        into: memoryview | None,
        most: int,
    ) -> Response:
        lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
        if body or method in ("PUT", "POST"):
            lines.append(f"Content-Length: {len(body)}")
        self._send("\r\n".join([*lines, "", ""]).encode(), memoryview(body))
        status, answered = self._head()
        if most and status < 300 and int(answered.get("content-length", "0")) > most:  # noqa: PLR2004 -- a success
            self.close()  # rather than to read it
            return Response(status, answered, b"")
        received = self._body(method, status, answered, into)
        if answered.get("connection", "").lower() == "close":
            self.close()
        return Response(status, answered, received)

    def _connected(self) -> socket.socket:
        if self._socket is None:
            plain = socket.create_connection(self._address, self._timeout)
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._socket = plain  # to be closed, should the handshake fail
            if self._tls:
                from tintype.s3.tls import wrap  # ssl is not imported for plain HTTP

                self._socket = wrap(plain, self._address[0])
        return self._socket

    def _send(self, head: bytes, body: memoryview) -> None:
        connected = self._connected()
        connected.sendall(head + body[:_SEND])
        for start in range(_SEND, len(body), _SEND):
            connected.sendall(body[start : start + _SEND])

    def _head(self) -> tuple[int, dict[str, str]]:
        first, *lines = self._until(b"\r\n\r\n").decode("latin-1").split("\r\n")
        status = int(first.partition(" ")[2][:3])
        if status == 100:  # noqa: PLR2004 -- Continue: the real answer follows
            return self._head()
        fields = (line.partition(":") for line in lines)
        return status, {name.strip().lower(): value.strip() for name, _, value in fields}

    def _body(self, method: str, status: int, headers: dict[str, str], into: memoryview | None) -> bytes | bytearray:
        if method == "HEAD" or status in _NO_BODY:
            return b""
        if "chunked" in headers.get("transfer-encoding", ""):
            return self._chunks()
        if "content-length" not in headers:
            return self._rest()
        size = int(headers["content-length"])
        if into is not None and status < 300 and size == len(into):  # noqa: PLR2004 -- a success
            self._fill(into)
            return b""
        body = bytearray(size)
        self._fill(memoryview(body))
        return body

    def _fill(self, view: memoryview) -> None:
        taken = min(len(self._buffer), len(view))
        view[:taken] = self._buffer[:taken]
        del self._buffer[:taken]
        while taken < len(view):
            count = self._connected().recv_into(view[taken:])
            if not count:
                raise ConnectionError(f"the answer broke off after {taken} of {len(view)} bytes")
            taken += count

    def _chunks(self) -> bytes:
        parts = []
        while size := int(self._until(b"\r\n").split(b";")[0], 16):
            part = bytearray(size)
            self._fill(memoryview(part))
            parts.append(part)
            self._until(b"\r\n")
        while self._until(b"\r\n"):  # trailers
            pass
        return b"".join(parts)

    def _rest(self) -> bytes:
        while self._receive():
            pass
        body = bytes(self._buffer)
        self.close()
        return body

    def _until(self, mark: bytes) -> bytes:
        while (end := self._buffer.find(mark)) < 0:
            if not self._receive():
                raise ConnectionError("the connection was closed before the answer")
        found = bytes(self._buffer[:end])
        del self._buffer[: end + len(mark)]
        return found

    def _receive(self) -> bool:
        received = self._connected().recv(_RECEIVE)
        self._buffer += received
        return bool(received)
