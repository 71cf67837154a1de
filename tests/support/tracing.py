"""A sampled call of X-Ray, and what its daemon gets of it."""

import json
import socket
from typing import Any

ROOT, PARENT = "1-5759e988-bd862e3fe1be46a994272793", "53995c3f42cd8ad8"


def received(daemon: socket.socket) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the next datagram's header and document."""
    header, document = daemon.recv(65_536).split(b"\n")
    return json.loads(header), json.loads(document)
