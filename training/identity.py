"""Who publishes and releases, for the history."""

from __future__ import annotations

import getpass
import os
import socket


def who() -> str:
    """Return the name of the job that SageMaker runs, else the user's and the machine's (``ada@laptop``)."""
    job = os.environ.get("TRAINING_JOB_NAME")
    return f"training job {job}" if job else user()


def user() -> str:
    """Return the user's and the machine's name."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container's user may have no name
        name = "somebody"
    return f"{name}@{socket.gethostname()}"
