"""Laying a signature beside a version's manifest, once and for all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tintype.errors import PublishError, SignatureError
from tintype.registry import keys
from tintype.registry.claiming import claim
from tintype.registry.reading import parse_manifest, read_document, read_signature
from tintype.signing import statement
from tintype.signing.bundle import Bundle, hint, signed
from tintype.signing.trust import Trust

if TYPE_CHECKING:
    from tintype.manifest import Manifest
    from tintype.s3 import Bucket


class Signer(Protocol):
    """Who has a private key, in a file or in a service.

    Attributes:
        public_key: the other half, as a SubjectPublicKeyInfo of P-256 in DER.
    """

    public_key: bytes

    def sign(self, message: bytes) -> bytes:
        """Return the signature of a message: ECDSA with SHA-256, in DER."""


def sign(bucket: Bucket, name: str, version: int, signer: Signer) -> Manifest:
    """Sign a version and return its manifest.

    Raises:
        VersionNotFoundError, VersionCollectedError: there is no such version.
        PublishError: somebody else has signed it.
        StorageUnavailableError: S3 did not answer.
    """
    document = read_document(bucket, name, version)
    parse_manifest(document, name, version)
    payload = statement.write(document)
    bundle = Bundle(payload, signer.sign(signed(payload)), hint(signer.public_key))
    return attach(bucket, name, version, bundle.to_json(), Trust([signer.public_key]))


def attach(bucket: Bucket, name: str, version: int, bundle: bytes, trust: Trust) -> Manifest:
    """Lay a signature that was made elsewhere beside a version; one by the same key that is there already stays.

    Args:
        bucket: the registry's.
        name: the model's.
        version: whose signature it is.
        bundle: the signature, as a Sigstore bundle.
        trust: whose it must be.

    Raises:
        SignatureError: it is not theirs, or not of this version.
        VersionNotFoundError: there is no such version.
        PublishError: there is one by somebody else.
        StorageUnavailableError: S3 did not answer.
    """
    document = read_document(bucket, name, version)
    manifest = trust.check(name, version, document, bundle)
    if not claim(bucket, keys.signature(name, version), bundle):
        _present(bucket, name, version, document, trust)
    return manifest


def _present(bucket: Bucket, name: str, version: int, document: bytes, trust: Trust) -> None:
    try:
        trust.check(name, version, document, read_signature(bucket, name, version))
    except SignatureError as error:
        raise PublishError(
            f"Expected no signature of version {version} of {name!r}, received one by somebody else, and none is ever "
            "overwritten. Publish it again, and sign the new version.",
            str(error),
        ) from error
