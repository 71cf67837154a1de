"""Tags and descriptions of a version: what people think of it may change, the version may not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from tintype.errors import (
    AccessDeniedError,
    ConflictError,
    FormatError,
    ManifestError,
    ObjectNotFoundError,
    PreconditionFailedError,
    PublishError,
)
from tintype.registry import keys
from tintype.registry.moments import now
from tintype.registry.reading import read_manifest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tintype.s3 import Bucket

FORMAT = 1
_ATTEMPTS = 10
_MOST_TAGS, _MOST_CHARACTERS = 50, 2000


class Annotation(NamedTuple):
    """What is said of a version.

    Attributes:
        tags: in order, each once; a version with any is never collected.
        description: for people.
        who, when: changed it last; ``when`` is an ISO 8601 time in UTC.
    """

    tags: tuple[str, ...] = ()
    description: str = ""
    who: str = ""
    when: str = ""

    def to_json(self) -> bytes:
        """Return the document."""
        return json.dumps({"format": FORMAT, **self._asdict()}, sort_keys=True, ensure_ascii=False, indent=1).encode()

    @classmethod
    def from_json(cls, data: bytes | bytearray) -> Annotation:
        """Read a document that :meth:`to_json` wrote.

        Raises:
            FormatError: it is of a newer format.
            ManifestError: it is something else.
        """
        try:
            document = json.loads(data)
            if document["format"] not in range(1, FORMAT + 1):
                raise FormatError("annotation", FORMAT, document["format"])
            texts = (str(document[name]) for name in ("description", "who", "when"))
            return cls(tuple(str(tag) for tag in document["tags"]), *texts)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise ManifestError("annotation", "the documented fields", f"{type(error).__name__}: {error}") from error


def read_annotation(bucket: Bucket, name: str, version: int) -> Annotation:
    """Return what is said of a version; nothing, if nobody has said anything.

    Raises:
        FormatError, ManifestError: it cannot be read.
        StorageUnavailableError: S3 did not answer.
    """
    return _read(bucket, name, version)[0]


def annotate(
    bucket: Bucket,
    name: str,
    version: int,
    *,
    add: Iterable[str] = (),
    remove: Iterable[str] = (),
    description: str | None = None,
    who: str = "",
) -> Annotation:
    """Change a version's tags and description, by compare-and-swap, and return what is said of it now.

    Args:
        bucket: the registry's.
        name: the model's.
        version: which version.
        add: tags, each like an alias: lower-case letters, digits, dots, dashes, underscores.
        remove: tags that it shall no longer have.
        description: another description; None leaves the one that is there.
        who: for people.

    Raises:
        VersionNotFoundError: there is no such version, or it was collected.
        ReleaseError: a tag is malformed.
        PublishError: too many tags, or too long a description.
        ConflictError: others kept changing it.
        FormatError, ManifestError: what is there cannot be read.
        StorageUnavailableError: S3 did not answer.
    """
    added, removed = {keys.check_alias(tag, "a tag such as 'best'") for tag in add}, set(remove)
    read_manifest(bucket, name, version)
    for _ in range(_ATTEMPTS):
        old, etag = _read(bucket, name, version)
        tags = tuple(sorted((set(old.tags) | added) - removed))
        text = old.description if description is None else description
        changed = _checked(Annotation(tags, text, who, now()))
        try:
            bucket.put(
                keys.notes(name, version),
                changed.to_json(),
                content_type="application/json",
                if_match=etag,
                if_absent=not etag,
            )
        except (PreconditionFailedError, ConflictError):
            continue
        return changed
    raise ConflictError(f"Others kept changing what is said of {name!r} {version}. Look at it, then try again.")


def _checked(changed: Annotation) -> Annotation:
    if len(changed.tags) > _MOST_TAGS or len(changed.description) > _MOST_CHARACTERS:
        raise PublishError(
            f"Expected at most {_MOST_TAGS} tags and a description of at most {_MOST_CHARACTERS:,} characters, "
            f"received {len(changed.tags)} and {len(changed.description):,}."
        )
    return changed


def _read(bucket: Bucket, name: str, version: int) -> tuple[Annotation, str]:
    try:
        found = bucket.get(keys.notes(name, version))
    except (ObjectNotFoundError, AccessDeniedError):
        return Annotation(), ""
    return Annotation.from_json(found.body), found.etag
