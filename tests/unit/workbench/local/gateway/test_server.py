"""The HTTP/1.1 server before the front."""

import http.client
import json
import socket
import threading

import pytest

from workbench.local.gateway.front import MAX_BODY_BYTES, Front
from workbench.local.gateway.server import GatewayServer
from workbench.local.outcome import Outcome


@pytest.fixture
def server(api, functions):
    server = GatewayServer(0, Front(api, functions, {"caller": "k"}))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def connection(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    yield connection
    connection.close()


def ask(connection, method="POST", body=None, headers=None, path="/live/open", **options):
    connection.request(method, path, body, headers or {}, **options)
    response = connection.getresponse()
    return response, response.read()


def test_keep_alive(connection, functions):
    """Many requests go over one connection, each with its own body."""
    sockets = set()
    for body in (b"one", b"", b"three"):
        response, _ = ask(connection, body=body)
        assert (response.status, response.version) == (200, 11)
        sockets.add(connection.sock.getsockname())
    assert len(sockets) == 1
    assert [event["isBase64Encoded"] for _, event in functions.events] == [True, False, True]


def test_chunked(connection, functions):
    """A chunked body is put together."""
    ask(connection, body=iter([b"ab", b"cd"]), headers={"Transfer-Encoding": "chunked"}, encode_chunked=True)
    assert functions.events[0][1]["body"] == "YWJjZA=="


def test_duplicate_headers(connection, functions):
    """Duplicate headers are answered as duplicates."""
    document = {"statusCode": 200, "multiValueHeaders": {"Set-Cookie": ["a=1", "b=2"]}}
    functions.outcome = Outcome(json.dumps(document).encode())
    response, _ = ask(connection)
    assert response.headers.get_all("Set-Cookie") == ["a=1", "b=2"]


def test_head(connection):
    """HEAD gets the headers, the length among them, and no body."""
    response, body = ask(connection, "HEAD", path="/live/v1/x", headers={"x-api-key": "k"})
    assert (response.status, response.headers["Content-Length"], body) == (200, "5", b"")


def test_no_content(connection, functions):
    """A 204 has neither body nor length, and the connection goes on."""
    functions.outcome = Outcome(b'{"statusCode": 204}')
    response, body = ask(connection)
    assert (response.status, response.headers["Content-Length"], body) == (204, None, b"")
    assert ask(connection)[0].status == 204


def test_too_large(connection):
    """A body over the limit gets its answer, not a reset connection."""
    response, body = ask(connection, body=bytes(MAX_BODY_BYTES + 1))
    assert (response.status, json.loads(body)) == (413, {"message": "Request Too Long"})
    assert response.headers["Connection"] == "close"


def test_too_large_chunked(connection):
    """A chunked body over the limit is refused as well."""
    chunks = (bytes(1_000_000) for _ in range(12))
    headers = {"Transfer-Encoding": "chunked"}
    assert ask(connection, body=chunks, headers=headers, encode_chunked=True)[0].status == 413


@pytest.mark.parametrize(
    "head",
    [b"Content-Length: -5\r\n\r\n", b"Content-Length: x\r\n\r\n", b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"],
)
def test_bad_length(server, head):
    """A body whose length makes no sense gets 400."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as raw:
        raw.sendall(b"POST /live/open HTTP/1.1\r\nHost: x\r\n" + head)
        raw.shutdown(socket.SHUT_WR)
        assert raw.recv(100).startswith(b"HTTP/1.1 400 ")


def test_hanging_up(server, connection):
    """A caller that hangs up half way does not disturb the others."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as raw:
        raw.sendall(b"POST /live/open HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf")
    assert ask(connection)[0].status == 200
