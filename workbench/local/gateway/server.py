"""The HTTP/1.1 server before the front: threads, keep-alive, chunked bodies, one write per answer."""

import http
import logging
import sys
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from workbench.local.gateway import errors
from workbench.local.gateway.answer import Answer
from workbench.local.gateway.front import MAX_BODY_BYTES, Front
from workbench.local.gateway.request import Request

_logger = logging.getLogger(__name__)
_DRAIN_BYTES = 256 * 1024 * 1024
_CHUNK = 65_536
_REASONS = {status.value: status.phrase for status in http.HTTPStatus}
_BODYLESS = {204, 304}


class GatewayServer(ThreadingHTTPServer):
    """Serves a front on 127.0.0.1.

    Args:
        port: 0 lets the system choose; see `port` afterwards.
        front: answers the requests.

    Raises:
        OSError: the port is taken.
    """

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, port: int, front: Front) -> None:
        self.front = front
        super().__init__(("127.0.0.1", port), _Handler)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.server_address[1])

    def handle_error(self, _request: Any, client_address: Any) -> None:  # noqa: ANN401  # the base class's types
        """Note a connection that broke; a caller that hangs up is no fault of the stack's."""
        _logger.debug("connection from %s broke: %r", client_address, sys.exc_info()[1])


class _BodyError(Exception):
    """The body cannot be read, or is too large to be."""

    def __init__(self, error: errors.GatewayError) -> None:
        super().__init__(error.message)
        self.error = error


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 120
    server: GatewayServer

    def _serve(self) -> None:
        started = time.perf_counter()
        try:
            body = self._read_body()
        except _BodyError as problem:
            self._refuse(problem.error)
            return
        path, _, query = self.path.partition("?")
        request = Request(
            self.command, path, query, tuple(self.headers.items()), body, source=str(self.client_address[0])
        )
        answer = self.server.front.answer(request)
        self._write(answer)
        milliseconds = (time.perf_counter() - started) * 1000
        _logger.info("%s %s %d %.1f ms", self.command, self.path, answer.status, milliseconds)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = _serve  # noqa: N815

    def send_error(self, code: int, message: str | None = None, _explain: str | None = None) -> None:
        """Answer what the base class refuses, such as a method that REST APIs do not know, in the gateway's way."""
        self.close_connection = True
        status = http.HTTPStatus.METHOD_NOT_ALLOWED if code == http.HTTPStatus.NOT_IMPLEMENTED else code
        error = errors.GatewayError("DEFAULT_4XX", status, message or _REASONS.get(status, "Bad Request"))
        self._write(errors.render(error, self.server.front.api, "-"))

    def _read_body(self) -> bytes:
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            return b"".join(self._chunks())
        length = self.headers.get("Content-Length", "0")
        if not length.isdecimal():
            raise _BodyError(errors.BAD_REQUEST)
        if int(length) > MAX_BODY_BYTES:
            raise _BodyError(errors.TOO_LARGE)
        return self.rfile.read(int(length))

    def _chunks(self) -> Iterator[bytes]:
        total = 0
        while size := self._chunk_size():
            total += size
            if total > MAX_BODY_BYTES:
                raise _BodyError(errors.TOO_LARGE)
            yield self.rfile.read(size)
            self.rfile.readline(_CHUNK)
        while self.rfile.readline(_CHUNK).strip():  # trailers
            pass

    def _chunk_size(self) -> int:
        text = self.rfile.readline(_CHUNK).split(b";")[0].strip()
        try:
            size = int(text, 16)
        except ValueError:
            size = -1
        if size < 0:
            raise _BodyError(errors.BAD_REQUEST)
        return size

    def _refuse(self, error: errors.GatewayError) -> None:
        self.close_connection = True
        self._write(errors.render(error, self.server.front.api, "-"))
        # A caller that is still sending would see a reset connection instead of the answer.
        self.connection.settimeout(1)
        drained = 0
        while drained < _DRAIN_BYTES and (data := self._drain()):
            drained += len(data)

    def _drain(self) -> bytes:
        try:
            return self.rfile.read1(_CHUNK)
        except OSError:
            return b""

    def _write(self, answer: Answer) -> None:
        reason = _REASONS.get(answer.status, "Unknown")
        lines = [f"HTTP/1.1 {answer.status} {reason}", f"Date: {self.date_time_string()}"]
        lines += [f"{name}: {value}" for name, value in answer.headers]
        if answer.status not in _BODYLESS:
            lines.append(f"Content-Length: {len(answer.body)}")
        if self.close_connection:
            lines.append("Connection: close")
        head = "\r\n".join([*lines, "", ""]).encode("latin-1", errors="replace")
        bodyless = self.command == "HEAD" or answer.status in _BODYLESS
        self.wfile.write(head if bodyless else head + answer.body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401  # the base class's names
        """Send the base class's own complaints to the log."""
        _logger.info(format, *args)
