"""How people name a model or one of its versions: `digits`, `digits@3`, `digits@staging`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tintype.errors import VersionNotFoundError
from tintype.registry import read_manifest, read_release
from tintype.registry.keys import is_name
from tintype.registry.release import PRODUCTION
from workbench.errors import USAGE, WorkbenchError

if TYPE_CHECKING:
    from tintype.manifest import Manifest
    from tintype.s3 import Bucket

_FORM = "a model as NAME, NAME@VERSION or NAME@ALIAS"


class MalformedReferenceError(WorkbenchError):
    """What should name a model or a version does not."""

    exit_code = USAGE


class Reference(NamedTuple):
    """A model, and which of its versions: a number, or what an alias stands for."""

    name: str
    version: int = 0
    alias: str = PRODUCTION

    def __str__(self) -> str:
        return f"{self.name}@{self.version or self.alias}"

    @property
    def path(self) -> str:
        """The model's part of an address below ``/v1/models/``."""
        if self.version:
            return f"{self.name}/versions/{self.version}"
        return self.name if self.alias == PRODUCTION else f"{self.name}/labels/{self.alias}"


def parse(text: str) -> Reference:
    """Read `NAME`, `NAME@VERSION` or `NAME@ALIAS`.

    Raises:
        MalformedReferenceError: it is none of them.
    """
    name, at, which = text.partition("@")
    if not is_name(name) or (at and not which):
        raise MalformedReferenceError(_FORM, repr(text), "As in digits@3 or digits@staging.")
    if which.isdecimal():
        return Reference(name, int(which))
    return Reference(name, alias=which or PRODUCTION)


def version_of(bucket: Bucket, reference: Reference) -> int:
    """Return the version's number; an alias stands for the version with the largest share.

    Raises:
        ModelNotFoundError: nothing is released under this name.
        VersionNotFoundError: there is no such alias.
    """
    if reference.version:
        return reference.version
    release, _ = read_release(bucket, reference.name)
    found = release.live(reference.alias) if release else None
    if found is None:
        raise VersionNotFoundError(reference.name, f"labelled {reference.alias!r}")
    return found


def named(bucket: Bucket, text: str) -> tuple[str, int]:
    """Read `NAME@VERSION` or `NAME@ALIAS` where a name alone will not do, and return the name and the number.

    Raises:
        MalformedReferenceError: it names no version.
        ModelNotFoundError, VersionNotFoundError: see :func:`version_of`.
    """
    if "@" not in text:
        mend = "As in digits@3; `tintype list` has the versions."
        raise MalformedReferenceError("a version as NAME@VERSION or NAME@ALIAS", repr(text), mend)
    reference = parse(text)
    return reference.name, version_of(bucket, reference)


def manifest_of(bucket: Bucket, reference: Reference) -> Manifest:
    """Return the manifest of a version.

    Raises:
        ModelNotFoundError, VersionNotFoundError: see :func:`version_of`.
        ManifestError: it cannot be read.
    """
    return read_manifest(bucket, reference.name, version_of(bucket, reference))
