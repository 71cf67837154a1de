import socket
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.scripted import answer, scripted
from tintype.errors import StorageUnavailableError
from tintype.s3.connection import Connection


def _get(server, *, method="GET", body=b"", into=None, timeout=5.0):
    with Connection(server.address, tls=False, timeout=timeout) as connection:
        return connection.request(method, "/path?query=1", {"Host": "example"}, body, into)


def test_request_and_answer():
    """A request is sent as HTTP/1.1 has it; status, headers in lower case and body come back."""
    with scripted([answer(200, b"hello", ETag='"1"', X_Empty="")]) as server:
        response = _get(server)
    assert (response.status, response.body) == (200, b"hello")
    assert response.headers == {"content-length": "5", "etag": '"1"', "x-empty": ""}
    assert server.requests[0].head == "GET /path?query=1 HTTP/1.1\r\nHost: example"


@pytest.mark.parametrize(("method", "length"), [("PUT", "0"), ("POST", "0"), ("GET", None), ("DELETE", None)])
def test_length_of_nothing(method, length):
    """A PUT or POST says that it sends nothing, others need not."""
    with scripted([answer(200)]) as server:
        _get(server, method=method)
    assert server.requests[0].headers.get("content-length") == length


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
@pytest.mark.parametrize("size", [1, 262_143, 262_144, 262_145, 1_000_000])
def test_body_is_sent(kind, size):
    """A body of any size arrives whole."""
    body = bytes(range(256)) * (size // 256 + 1)
    with scripted([answer(200)]) as server:
        _get(server, method="PUT", body=kind(body[:size]))
    assert server.requests[0].body == body[:size]


@pytest.mark.parametrize(
    "sent",
    [
        b"5\r\nhello\r\n7;name=value\r\n, world\r\n0\r\n\r\n",
        b"c\r\nhello, world\r\n0\r\nX-Checksum: 1\r\nX-Other: 2\r\n\r\n",
        b"00C\r\nhello, world\r\n0000\r\n\r\n",
    ],
)
def test_chunks(sent):
    """Chunks are put together, whatever their extensions and trailers, and the next answer is found behind them."""
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    with scripted([head + sent, answer(201)]) as server, Connection(server.address, tls=False) as connection:
        assert connection.request("GET", "/", {}).body == b"hello, world"
        assert connection.request("GET", "/", {}).status == 201
    assert server.connections == 1


def test_continue():
    """100 Continue is followed by the real answer."""
    with scripted([b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n" + answer(200, b"x")]) as server:
        assert _get(server, method="PUT", body=b"y").body == b"x"


@pytest.mark.parametrize(
    ("method", "status", "length"), [("GET", 204, ""), ("GET", 304, "Content-Length: 9\r\n"), ("HEAD", 200, "")]
)
def test_no_body(method, status, length):
    """204, 304 and answers to HEAD have no body, whatever length they promise, and keep the connection usable."""
    bare = f"HTTP/1.1 {status} Status\r\n{length}\r\n".encode()
    with scripted([bare, answer(200, b"next")]) as server, Connection(server.address, tls=False) as connection:
        assert connection.request(method, "/", {}).body == b""
        assert connection.request("GET", "/", {}).body == b"next"
    assert server.connections == 1


def test_head_with_length():
    """HEAD keeps the length of the body that GET would bring."""
    with scripted([b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"]) as server:
        assert _get(server, method="HEAD").headers["content-length"] == "1000"


def test_status_without_reason():
    """A status line may end after the number."""
    with scripted([b"HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n"]) as server:
        assert _get(server).status == 200


def test_kept_alive():
    """Several requests go over one connection."""
    with (
        scripted([answer(200, b"a"), answer(200, b"b")]) as server,
        Connection(server.address, tls=False) as connection,
    ):
        assert [bytes(connection.request("GET", "/", {}).body) for _ in range(2)] == [b"a", b"b"]
    assert server.connections == 1


def test_connection_close():
    """After ``Connection: close`` the next request opens another connection."""
    first, second = [answer(200, b"a", Connection="Close")], [answer(200, b"b")]
    with scripted(first, second) as server, Connection(server.address, tls=False) as connection:
        assert [bytes(connection.request("GET", "/", {}).body) for _ in range(2)] == [b"a", b"b"]
    assert server.connections == 2


def test_body_until_the_end():
    """Without a length the body goes on until the connection is closed."""
    first, second = [b"HTTP/1.0 200 OK\r\n\r\nhello"], [answer(200)]
    with scripted(first, second) as server, Connection(server.address, tls=False) as connection:
        assert connection.request("GET", "/", {}).body == b"hello"
        assert connection.request("GET", "/", {}).status == 200


def test_idle_connection_is_replaced():
    """A request over a connection that was closed meanwhile is sent again, once, over another."""
    with (
        scripted([answer(200, b"a")], [answer(200, b"b")]) as server,
        Connection(server.address, tls=False) as connection,
    ):
        assert connection.request("GET", "/", {}).body == b"a"
        assert connection.request("PUT", "/", {}, b"body").body == b"b"
    assert server.requests[1].body == b"body"


def test_no_second_replacement():
    """When the other connection breaks too, that is an error."""
    with scripted([answer(200)], [None]) as server, Connection(server.address, tls=False) as connection:
        connection.request("GET", "/", {})
        with pytest.raises(StorageUnavailableError, match=r"GET to 127\.0\.0\.1 failed"):
            connection.request("GET", "/", {})
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    "sent",
    [
        None,
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhello\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
        b"nonsense\r\n\r\n",
        b"\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
    ],
)
def test_broken_answer(sent):
    """An answer that breaks off, or is no HTTP, is an error that may pass."""
    with scripted([sent]) as server, pytest.raises(StorageUnavailableError) as caught:
        _get(server)
    assert caught.value.transient


@given(st.binary(max_size=200))
def test_any_answer(data):
    """Whatever bytes come, the outcome is an answer or one error."""

    def speak(accepted: socket.socket) -> None:
        accepted.recv(1000)
        accepted.sendall(data)

    with scripted([speak]) as server:
        try:
            _get(server)
        except StorageUnavailableError:
            return


def test_usable_after_a_failure():
    """After a broken answer the next request starts afresh, with nothing left of the old one."""
    broken = [b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello"]
    with scripted(broken, [answer(200, b"fine")]) as server, Connection(server.address, tls=False) as connection:
        with pytest.raises(StorageUnavailableError):
            connection.request("GET", "/", {})
        assert connection.request("GET", "/", {}).body == b"fine"


def test_timeout():
    """No answer within the timeout is an error."""
    began = time.perf_counter()
    with scripted([0.5]) as server, pytest.raises(StorageUnavailableError, match="timed out"):
        _get(server, timeout=0.1)
    assert time.perf_counter() - began < 2


def test_timeout_is_waited_for_once():
    """An answer that does not come over a kept connection is not asked for again: the caller decides."""
    with scripted([answer(200), 0.4]) as server, Connection(server.address, tls=False, timeout=0.1) as connection:
        connection.request("GET", "/", {})
        with pytest.raises(StorageUnavailableError, match="timed out"):
            connection.request("GET", "/", {})
    assert len(server.requests) == 2


def test_slow_reader():
    """A large body may take longer than the timeout, as long as it goes on."""
    size = 40_000_000  # several times what the two sockets hold for themselves

    def read_slowly(accepted: socket.socket) -> None:
        received = len(accepted.recv(1_000).partition(b"\r\n\r\n")[2])
        while received < size:
            received += len(accepted.recv(400_000))
            time.sleep(0.02 if received < 16_000_000 else 0)
        accepted.sendall(answer(200))

    with scripted([read_slowly]) as server:
        began = time.perf_counter()
        assert _get(server, method="PUT", body=bytes(size), timeout=0.5).status == 200
        assert time.perf_counter() - began > 0.5


def test_nobody_listens():
    """Where nobody listens, opening and asking are errors that name the host."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"127.0.0.1:{listener.getsockname()[1]}"
    with Connection(address, tls=False) as connection:
        with pytest.raises(StorageUnavailableError, match=r"No connection to 127\.0\.0\.1"):
            connection.open()
        with pytest.raises(StorageUnavailableError, match=r"GET to 127\.0\.0\.1 failed"):
            connection.request("GET", "/", {})


def test_open_before_the_request():
    """A connection that was opened before is the one that is used."""
    with scripted([answer(200)]) as server, Connection(server.address, tls=False) as connection:
        connection.open()
        connection.open()
        assert connection.request("GET", "/", {}).status == 200
    assert server.connections == 1


def test_into():
    """A body of the right size fills the caller's memory and is not copied."""
    memory = bytearray(5)
    with scripted([answer(206, b"hello")]) as server:
        assert _get(server, into=memoryview(memory)).body == b""
    assert memory == b"hello"


@pytest.mark.parametrize("sent", [answer(206, b"hell"), answer(200, b"hello, world"), answer(404, b"lost!")])
def test_not_into(sent):
    """A body of another size, or an error's, is returned and leaves the memory alone."""
    memory = bytearray(5)
    with scripted([sent]) as server:
        assert _get(server, into=memoryview(memory)).body == sent.partition(b"\r\n\r\n")[2]
    assert memory == bytes(5)


def test_default_ports():
    """Without a port it is 443 with TLS and 80 without."""
    assert Connection("example.com", tls=True)._address == ("example.com", 443)  # noqa: SLF001 -- no one can listen there
    assert Connection("example.com", tls=False)._address == ("example.com", 80)  # noqa: SLF001
