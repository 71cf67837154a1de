"""Chooses the engine: the machine's own where one runs, else ours, with the base image made."""

from __future__ import annotations

import os
from pathlib import Path

from workbench.engine.daemon import Daemon, answers
from workbench.engine.image import build_image

HOME = Path(os.environ.get("TINTYPE_ENGINE_HOME", "/var/tmp/tintype-engine"))  # noqa: S108 - survives a restart


def engine_address() -> str | None:
    """Return the ``DOCKER_HOST`` of an engine that runs now; None for the machine's own Docker.

    The machine's Docker fetches AWS's base image by itself. Ours gets one made here.

    Raises:
        EngineError: no engine runs and none can be started.
    """
    ours = Daemon(HOME)
    if not ours.answers() and answers(None):
        return None
    ours.start()
    build_image(ours.address)
    return ours.address
