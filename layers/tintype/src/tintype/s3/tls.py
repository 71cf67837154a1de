"""TLS for S3: the roots that sign Amazon's certificates first, everybody's when those do not fit.

Loading all of a system's certificate authorities takes 20 to 25 ms, Amazon's five less than 2.
"""

from __future__ import annotations

import os
import ssl
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import socket

_ROOTS = os.path.join(os.path.dirname(__file__), "amazon_roots.pem")  # https://www.amazontrust.com/repository/


def wrap(plain: socket.socket, host: str) -> ssl.SSLSocket:
    """Speak TLS over ``plain`` to ``host``, whose certificate is verified.

    AWS_CA_BUNDLE, where it is set, is trusted instead, as in every AWS client.

    Raises:
        OSError: no handshake (ssl.SSLError is one).
    """
    if bundle := os.environ.get("AWS_CA_BUNDLE"):
        return _context(bundle).wrap_socket(plain, server_hostname=host)
    if not host.endswith(".amazonaws.com"):
        return _everybody().wrap_socket(plain, server_hostname=host)
    return _context(_ROOTS).wrap_socket(plain, server_hostname=host)


@cache
def _context(bundle: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_verify_locations(bundle)
    return context


@cache
def _everybody() -> ssl.SSLContext:
    return ssl.create_default_context()
