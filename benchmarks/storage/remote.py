"""A proxy that makes a near S3 as slow as AWS's: `python -m benchmarks.storage.remote PORT S3_PORT CERTIFICATE KEY`.

Each connection is TLS, each answer's first byte comes 25 ms after its request, and its body at 90 MB/s: what one
connection from a Lambda to S3 in the same region sees.
"""

from __future__ import annotations

import http.client
import ssl
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar, NamedTuple

FIRST_BYTE_SECONDS = 0.025
BYTES_PER_SECOND = 90e6
_CHUNK = 131_072
_LEFT = ("connection", "transfer-encoding", "server", "date", "content-length")


class _Answer(NamedTuple):
    status: int
    headers: list[tuple[str, str]]
    body: bytes


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    upstream = 0
    kept: ClassVar[dict[tuple[str, str | None], _Answer]] = {}

    def do_GET(self) -> None:
        """Forward one request; a whole object is kept, for moto takes longer to find one than S3 does."""
        due = time.perf_counter() + FIRST_BYTE_SECONDS
        which = (self.path, self.headers["If-Match"])
        whole = "?" not in self.path and not self.headers["Range"] and not self.headers["If-None-Match"]
        answer = self.kept.get(which) if whole else None
        if answer is None:
            answer = self._forwarded("GET")
            if whole and answer.status == http.HTTPStatus.OK and self.headers["If-Match"]:
                self.kept[which] = answer
        self._answer(answer, due)

    def do_PUT(self) -> None:
        """Forward one request."""
        due = time.perf_counter() + FIRST_BYTE_SECONDS
        self._answer(self._forwarded("PUT"), due)

    def _forwarded(self, method: str) -> _Answer:
        near = http.client.HTTPConnection("127.0.0.1", self.upstream)
        near.request(method, self.path, self.rfile.read(int(self.headers["Content-Length"] or 0)), dict(self.headers))
        answer = near.getresponse()
        body = answer.read()
        near.close()
        headers = [(name, value) for name, value in answer.getheaders() if name.lower() not in _LEFT]
        return _Answer(answer.status, [*headers, ("Content-Length", str(len(body)))], body)

    def _answer(self, answer: _Answer, due: float) -> None:
        _sleep_until(due)
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        self.end_headers()
        self._send(memoryview(answer.body))

    def _send(self, body: memoryview) -> None:
        started = time.perf_counter()
        for offset in range(0, len(body), _CHUNK):
            _sleep_until(started + offset / BYTES_PER_SECOND)
            self.wfile.write(body[offset : offset + _CHUNK])

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A handler that has been measured is killed with its connections open."""


def _sleep_until(moment: float) -> None:
    time.sleep(max(0.0, moment - time.perf_counter()))


def main() -> None:
    """Serve until the process is killed."""
    port, _Handler.upstream = int(sys.argv[1]), int(sys.argv[2])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[3], sys.argv[4])
    server = _Server(("127.0.0.1", port), _Handler)
    # The handshake belongs to the connection's thread, not to the one that accepts.
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    server.serve_forever()


if __name__ == "__main__":
    main()
