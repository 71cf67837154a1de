"""Where everything lies in the registry's bucket."""

from __future__ import annotations

import re

from tintype.errors import PublishError, ReleaseError

ROOT = "models/"
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}\Z")
_ALIAS = re.compile(r"[a-z][a-z0-9._-]{0,62}\Z")


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


def check_alias(alias: str, what: str = "an alias such as 'production'") -> str:
    """Return the alias, or tag; unlike a model's name it begins with a letter, and is never taken for a version.

    Raises:
        ReleaseError: it is none.
    """
    if _ALIAS.match(alias) is None:
        raise ReleaseError(
            f"Expected {what}: up to 63 lower-case letters, digits, dots, dashes, underscores, the first a letter; "
            f"received {alias!r}."
        )
    return alias


def blobs(name: str) -> str:
    """Return the prefix of all files."""
    return f"{ROOT}{name}/blobs/sha256/"


def blob(name: str, sha256: str) -> str:
    """Return the key of a file, by its digest."""
    return f"{blobs(name)}{sha256}"


def manifest(name: str, version: int) -> str:
    """Return the key of a version's manifest, which makes the version exist."""
    return f"{versions(name)}{version}/manifest.json"


def signature(name: str, version: int) -> str:
    """Return the key of the signature of a version's manifest."""
    return f"{ROOT}{name}/versions/{version}/signature.json"


def versions(name: str) -> str:
    """Return the prefix of all versions."""
    return f"{ROOT}{name}/versions/"


def release(name: str) -> str:
    """Return the key of the pointer to the newest release."""
    return f"{ROOT}{name}/release.json"


def notes(name: str, version: int) -> str:
    """Return the key of a version's tags and description, which may change."""
    return f"{versions(name)}{version}/notes.json"


def releases(name: str) -> str:
    """Return the prefix of the history."""
    return f"{ROOT}{name}/releases/"


def history(name: str, sequence: int) -> str:
    """Return the key of one release in the history."""
    return f"{releases(name)}{sequence:06d}.json"


def policy(name: str) -> str:
    """Return the key of what a new version of the model has to fulfil."""
    return f"{ROOT}{name}/policy.json"


def counters(name: str, sequence: int, container: str = "") -> str:
    """Return the key of a container's counters while a release was live; without a container, the prefix of all.

    They lie outside of the registry's root, so that a rule of the bucket's life cycle can take them away.
    """
    return f"counters/{name}/{sequence:06d}/{container + '.json' if container else ''}"
