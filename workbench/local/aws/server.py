"""Serve moto on 127.0.0.1, with calls to S3 one at a time, and writes on disk before they are answered."""

import io
import re
import threading
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import BaseWSGIServer, make_server

from workbench.local.aws import queues
from workbench.local.aws.buckets import Buckets
from workbench.local.aws.client import endpoint
from workbench.local.aws.messages import MessageJournal
from workbench.local.aws.objects import ObjectJournal
from workbench.local.aws.provision import provision
from workbench.local.layout import Layout
from workbench.local.template.description import Description

_SERVICE = re.compile(r"/([a-z0-9-]+)/aws4_request")
_WRITES = {"PUT", "POST", "DELETE"}

_Environ = dict[str, Any]
_Application = Callable[[_Environ, Callable[..., Any]], Iterable[bytes]]


class DurableS3:
    """WSGI middleware: a call to S3 is alone while it runs.

    That makes conditional writes atomic, and no reader finds the body closed that a writer replaces.

    Args:
        application: moto.
        buckets: writes and announces what a request changed.
    """

    def __init__(self, application: _Application, buckets: Buckets) -> None:
        self._application = application
        self._buckets = buckets
        self._lock = threading.Lock()

    def __call__(self, environ: _Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Run one request."""
        if not is_for_s3(environ):
            return self._application(environ, start_response)
        _read_body(environ)
        bucket, _, key = environ["PATH_INFO"].encode("latin-1").decode().lstrip("/").partition("/")
        with self._lock:
            try:
                return self._application(environ, start_response)
            finally:
                if environ["REQUEST_METHOD"] in _WRITES:
                    self._buckets.commit((bucket, key), environ.get("REMOTE_ADDR", "127.0.0.1"))


def is_for_s3(environ: _Environ) -> bool:
    """Tell whether a WSGI request goes to S3, by the service that it is signed for; S3 also takes unsigned ones."""
    if environ["PATH_INFO"].startswith("/moto-api"):
        return False
    signed = environ.get("HTTP_AUTHORIZATION", "") or unquote(environ.get("QUERY_STRING", ""))
    service = _SERVICE.search(signed)
    return service is None or service[1] == "s3"


def _read_body(environ: _Environ) -> None:
    # Before the lock is taken: a caller that sends slowly must not hold up the others.
    if environ.get("wsgi.input_terminated"):
        body = environ["wsgi.input"].read()
    else:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(body)
    if environ.pop("HTTP_TRANSFER_ENCODING", None):
        environ["CONTENT_LENGTH"] = str(len(body))


class _QuietHandler(MotoRequestHandler):  # type: ignore[misc]  # moto is untyped here
    def log_request(self, *_: object) -> None:
        """Log errors only."""


def serve(port: int, layout: Layout, description: Description) -> None:
    """Serve what the layout's state folder holds and what the template names, until the process ends.

    The template's resources are created over a private port first: whoever reaches the public one finds the
    rules in place, and no upload goes unannounced.

    Raises:
        SystemExit: the port is taken.
    """
    layout.create()
    buckets = Buckets(ObjectJournal(layout.objects))
    queues.install(MessageJournal(layout.messages))
    buckets.restore()
    application = DurableS3(DomainDispatcherApplication(create_backend_app), buckets)
    private = _server(0, application)
    threading.Thread(target=private.serve_forever, daemon=True).start()
    provision(description, endpoint(private.port))
    private.shutdown()
    _server(port, application).serve_forever()


def _server(port: int, application: DurableS3) -> BaseWSGIServer:
    return make_server("127.0.0.1", port, application, threaded=True, request_handler=_QuietHandler)
