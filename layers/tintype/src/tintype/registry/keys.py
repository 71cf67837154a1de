"""Where everything lies in the registry's bucket."""

from __future__ import annotations

import re

from tintype.errors import PublishError

ROOT = "models/"
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}\Z")


def is_name(name: str) -> bool:
    """Say whether this may be a model's name: up to 63 lower-case letters, digits, dots, dashes, underscores."""
    return _NAME.match(name) is not None


def check_name(name: str) -> str:
    """Return the name.

    Raises:
        PublishError: it is not one.
    """
    if not is_name(name):
        raise PublishError(
            f"Expected a model name: up to 63 lower-case letters, digits, dots, dashes, underscores; received {name!r}."
        )
    return name


def blob(name: str, sha256: str) -> str:
    """Return the key of a file, by its digest."""
    return f"{ROOT}{name}/blobs/sha256/{sha256}"


def manifest(name: str, version: int) -> str:
    """Return the key of a version's manifest, which makes the version exist."""
    return f"{ROOT}{name}/versions/{version}/manifest.json"


def versions(name: str) -> str:
    """Return the prefix of all versions."""
    return f"{ROOT}{name}/versions/"


def release(name: str) -> str:
    """Return the key of the pointer to the newest release."""
    return f"{ROOT}{name}/release.json"


def history(name: str, sequence: int) -> str:
    """Return the key of one release in the history."""
    return f"{ROOT}{name}/releases/{sequence:06d}.json"


def policy(name: str) -> str:
    """Return the key of what a new version of the model has to fulfil."""
    return f"{ROOT}{name}/policy.json"
