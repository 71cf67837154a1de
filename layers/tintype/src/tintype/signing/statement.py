"""What a signature says: an in-toto statement that lists a version's files by their SHA-256, the manifest among them.

The predicate is OpenSSF Model Signing's (https://model_signing/signature/v1.0): what its verifier finds in a folder
that ``tintype export`` wrote is this list. Tintype itself needs the manifest's entry alone, which covers the rest.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from tintype.manifest import Manifest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = "https://model_signing/signature/v1.0"
MANIFEST, SIGNATURE, FILES = "manifest.json", "signature.json", "files"
"""Names in an exported version's folder; each file is ``files/<role>``."""


def write(document: bytes) -> bytes:
    """Return the statement about a version.

    Args:
        document: its manifest, as it is stored.

    Raises:
        ManifestError: it is none.
    """
    manifest = Manifest.from_json(document)
    digests = {f"{FILES}/{role}": entry.sha256 for role, entry in manifest.files.items()}
    digests[MANIFEST] = sha256(document).hexdigest()
    resources = [{"name": name, "algorithm": "sha256", "digest": digests[name]} for name in sorted(digests)]
    subject = {"name": f"{manifest.name}@{manifest.version}", "digest": {"sha256": _root(resources)}}
    how = {"method": "files", "hash_type": "sha256", "allow_symlinks": False, "ignore_paths": [SIGNATURE]}
    predicate = {"serialization": how, "resources": resources}
    statement = {"_type": STATEMENT, "subject": [subject], "predicateType": PREDICATE, "predicate": predicate}
    return json.dumps(statement, indent=1).encode()


def read(payload: bytes) -> str:
    """Return the SHA-256 of the manifest that a statement is about, in hexadecimal.

    Raises:
        ValueError: it is another kind of statement, or contradicts itself; the message says what was expected.
    """
    try:
        statement = json.loads(payload)
        (subject,), predicate = statement["subject"], statement["predicate"]
        if (statement["_type"], statement["predicateType"]) != (STATEMENT, PREDICATE):
            raise ValueError("another type")  # noqa: TRY301 -- one answer to whatever is wrong
        if subject["digest"]["sha256"] != _root(predicate["resources"]):
            raise ValueError("another sum")  # noqa: TRY301
        (found,) = (entry for entry in predicate["resources"] if entry["name"] == MANIFEST)
        if (found["algorithm"], predicate["serialization"]["method"]) != ("sha256", "files"):
            raise ValueError("another digest")  # noqa: TRY301
        return str(found["digest"])
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise ValueError(f"a statement of Model Signing 1.0 that lists {MANIFEST} by its SHA-256") from error


def _root(resources: Sequence[Mapping[str, Any]]) -> str:
    """Return the digest of all digests, in the order of the list."""
    return sha256(b"".join(bytes.fromhex(entry["digest"]) for entry in resources)).hexdigest()
