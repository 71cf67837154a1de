"""A server that answers as a test has written it, to the byte."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

Answer = bytes | float | Callable[[socket.socket], None] | None
"""What is sent; seconds of silence; what is done with the socket; or None: the connection is closed at once."""


class Request(NamedTuple):
    """One request as it came."""

    head: str
    body: bytes
    connection: int

    @property
    def line(self) -> str:
        """The method and the target."""
        return self.head.splitlines()[0].rpartition(" ")[0]

    @property
    def headers(self) -> dict[str, str]:
        """By lower-case name."""
        pairs = (line.partition(":") for line in self.head.splitlines()[1:])
        return {name.lower(): value.strip() for name, _, value in pairs}


class Scripted:
    """The server: ``answers`` has a list for each connection, which is closed after the last of them."""

    def __init__(self, answers: list[list[Answer]]) -> None:
        self.requests: list[Request] = []
        self._answers = answers
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Answer nobody any more."""
        self._listener.close()
        self._thread.join(5)

    @property
    def connections(self) -> int:
        """How many connections have sent something."""
        return len({request.connection for request in self.requests})

    def _serve(self) -> None:
        for number, answers in enumerate(self._answers):
            try:
                self._listener.settimeout(5)
                accepted, _ = self._listener.accept()
            except OSError:
                return
            with accepted, suppress(OSError):
                accepted.settimeout(5)
                self._converse(accepted, number, answers)

    def _converse(self, accepted: socket.socket, number: int, answers: list[Answer]) -> None:
        for answer in answers:
            if callable(answer):
                answer(accepted)
                continue
            request = _receive(accepted, number)
            if request is None:
                return
            self.requests.append(request)
            if answer is None:
                return
            if isinstance(answer, bytes):
                accepted.sendall(answer)
            else:
                time.sleep(answer)


def _receive(accepted: socket.socket, number: int) -> Request | None:
    data = b""
    while b"\r\n\r\n" not in data:
        more = accepted.recv(65_536)
        if not more:
            return None
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    request = Request(head.decode(), b"", number)
    length = int(request.headers.get("content-length", 0))
    while len(body) < length:
        body += accepted.recv(65_536)
    return request._replace(body=body)


@contextmanager
def scripted(*answers: list[Answer]) -> Iterator[Scripted]:
    """Serve one connection after the other, each by its list of answers."""
    server = Scripted(list(answers))
    try:
        yield server
    finally:
        server.stop()


def answer(status: int, body: bytes = b"", **headers: object) -> bytes:
    """Write an HTTP answer; an underscore in a header's name becomes a hyphen."""
    lines = [f"HTTP/1.1 {status} Status", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def refused(status: int, code: str) -> bytes:
    """Write one of S3's error answers."""
    document = f'<?xml version="1.0"?><Error><Code>{code}</Code><Message>because</Message></Error>'
    return answer(status, document.encode(), Content_Type="application/xml")
