"""S3 for tests: moto in this process, with conditional writes that are atomic as they are in S3."""

import io
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server


class _Serialised:
    """WSGI middleware: one request at a time, its body read before; moto checks and writes in two steps."""

    def __init__(self) -> None:
        self._application = DomainDispatcherApplication(create_backend_app)
        self._lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        if length:
            environ["wsgi.input"] = io.BytesIO(environ["wsgi.input"].read(length))
        with self._lock:
            return list(self._application(environ, start_response))


class _Quiet(MotoRequestHandler):
    def log_request(self, *_: object) -> None:
        """Keep the tests' output for the tests."""


@contextmanager
def serve_aws() -> Iterator[str]:
    """Serve moto on a free port of 127.0.0.1 and give ``host:port``."""
    server = make_server("127.0.0.1", 0, _Serialised(), threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
