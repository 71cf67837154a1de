"""A proxy before S3 and SQS that counts a process's calls and kills the process at one of them."""

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_HOP = {"connection", "transfer-encoding", "keep-alive", "content-length"}


class Killing(ThreadingHTTPServer):
    """The proxy; ``calls`` has a line for each request since the last ``arm``.

    Args:
        upstream: ``host:port`` of what it stands before.
    """

    daemon_threads = True

    def __init__(self, upstream: str) -> None:
        super().__init__(("127.0.0.1", 0), _Relay)
        self.upstream = upstream
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.arm()

    def arm(self, number: int = 0, when: str = "", kill: Callable[[], None] | None = None) -> None:
        """Count from one again, and kill at call ``number``.

        Args:
            number: which call; 0 for none.
            when: "before" it is forwarded, or "after": it was carried out, but nobody hears of it.
            kill: ends the process, and returns when it is gone.
        """
        self._lock = threading.Lock()
        self._fatal = (number, when)
        self._kill = kill
        self.calls: list[str] = []

    def is_fatal(self, number: int, when: str) -> bool:
        """Kill, if this is the moment, and say so."""
        if self._kill is None or (number, when) != self._fatal:
            return False
        self._kill()
        return True

    def number(self, line: str) -> int:
        """Return the call's number, from 1."""
        with self._lock:
            self.calls.append(line)
            return len(self.calls)

    def handle_error(self, *_: object) -> None:
        """Whoever was killed reads no answer."""


class _Relay(BaseHTTPRequestHandler):
    server: Killing
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def _relay(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        number = self.server.number(f"{self.command} {self.headers.get('X-Amz-Target') or self.path}")
        if self.server.is_fatal(number, "before"):
            self.close_connection = True
            return
        status, headers, answer = self._forward(body)
        if self.server.is_fatal(number, "after"):
            self.close_connection = True
            return
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _relay  # noqa: N815 -- as the base class looks for them

    def _forward(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        upstream = http.client.HTTPConnection(self.server.upstream, timeout=10)
        try:
            upstream.request(self.command, self.path, body, dict(self.headers.items()))
            response = upstream.getresponse()
            answer = response.read()
        finally:
            upstream.close()
        length = response.headers.get("Content-Length") if self.command == "HEAD" else len(answer)
        kept = [(name, value) for name, value in response.headers.items() if name.lower() not in _HOP]
        return response.status, [*kept, ("Content-Length", str(length or 0))], answer

    def log_message(self, *_: object) -> None:
        """Keep the tests' output for the tests."""


@contextmanager
def serve_killing(upstream: str) -> Iterator[Killing]:
    """Serve the proxy on a free port of 127.0.0.1."""
    server = Killing(upstream)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
