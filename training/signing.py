"""Who signs what is published: the owner of a key file, or a key of AWS KMS that nobody ever sees."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tintype.errors import PublishError
from tintype.signing.der import read_key

if TYPE_CHECKING:
    import boto3
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

    from tintype.registry.signing import Signer

KMS = "kms://"


def open_signer(where: str, password: str = "", session: boto3.Session | None = None) -> Signer:
    """Return who signs.

    Args:
        where: a PEM file with a private key of P-256, or ``kms://`` and a key's id, alias or ARN.
        password: the file's, if it has one.
        session: for AWS KMS; None for the environment's.

    Raises:
        PublishError: there is no such key, it is of another kind, or may not be used.
    """
    if where.startswith(KMS):
        return _KmsSigner(where.removeprefix(KMS), session)
    return _FileSigner(Path(where), password)


def configured_signer(where: str, session: boto3.Session | None = None) -> Signer | None:
    """Return who signs what is published on the way, if anybody.

    Args:
        where: see :func:`open_signer`; empty for nobody. ``TINTYPE_SIGNING_PASSWORD`` is the file's password.
        session: see :func:`open_signer`.

    Raises:
        PublishError: see :func:`open_signer`.
    """
    return open_signer(where, os.environ.get("TINTYPE_SIGNING_PASSWORD", ""), session) if where else None


def read_public_key(where: str, session: boto3.Session | None = None) -> bytes:
    """Return a public key as a SubjectPublicKeyInfo in DER.

    Args:
        where: a file in PEM or DER, or ``kms://`` and a key's id, alias or ARN.
        session: for AWS KMS; None for the environment's.

    Raises:
        PublishError: there is no such key, or it is of another kind.
    """
    if where.startswith(KMS):
        return _KmsSigner(where.removeprefix(KMS), session).public_key
    from cryptography.hazmat.primitives.serialization import load_der_public_key, load_pem_public_key  # noqa: PLC0415

    try:
        data = Path(where).read_bytes()
        key = load_pem_public_key(data) if data.startswith(b"-----") else load_der_public_key(data)
    except (OSError, ValueError) as error:
        raise PublishError(f"Expected a public key in {where} (PEM or DER), received: {error}") from error
    return _checked(where, _der(key))


class _FileSigner:
    def __init__(self, path: Path, password: str) -> None:
        self._key = _private(path, password)
        self.public_key = _checked(str(path), _der(self._key.public_key()))

    def sign(self, message: bytes) -> bytes:
        from cryptography.hazmat.primitives.asymmetric.ec import ECDSA  # noqa: PLC0415
        from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415

        return self._key.sign(message, ECDSA(SHA256()))


class _KmsSigner:
    """https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html: only the digest leaves this machine."""

    def __init__(self, key: str, session: boto3.Session | None) -> None:
        from boto3 import Session  # noqa: PLC0415 -- takes half a second

        self._name = key
        self._client: Any = (session or Session()).client("kms")
        found = self._ask("get_public_key")
        self.public_key = _checked(KMS + key, found["PublicKey"])

    def sign(self, message: bytes) -> bytes:
        digest = sha256(message).digest()
        said = self._ask("sign", Message=digest, MessageType="DIGEST", SigningAlgorithm="ECDSA_SHA_256")
        return bytes(said["Signature"])

    def _ask(self, action: str, **arguments: Any) -> Any:  # noqa: ANN401 -- boto3's own documents
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

        try:
            return getattr(self._client, action)(KeyId=self._name, **arguments)
        except (BotoCoreError, ClientError) as error:
            raise PublishError(
                f"Expected a key {KMS}{self._name} that signs (ECC_NIST_P256, SIGN_VERIFY), received: {error}. "
                "The caller needs kms:GetPublicKey and kms:Sign for it."
            ) from error


def _private(path: Path, password: str) -> EllipticCurvePrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey  # noqa: PLC0415
    from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415

    try:
        key = load_pem_private_key(path.read_bytes(), password.encode() or None)
    except (OSError, ValueError, TypeError) as error:
        raise PublishError(
            f"Expected a private key in {path} (PEM), received: {error}. Make one: "
            "openssl ecparam -name prime256v1 -genkey -noout -out key.pem"
        ) from error
    if not isinstance(key, EllipticCurvePrivateKey):
        raise PublishError(f"Expected a key of P-256 (prime256v1) in {path}, received a {type(key).__name__}.")
    return key


def _der(key: Any) -> bytes:  # noqa: ANN401 -- any of cryptography's public keys
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat  # noqa: PLC0415

    return bytes(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def _checked(where: str, der: bytes) -> bytes:
    try:
        read_key(der)
    except ValueError as error:
        raise PublishError(f"Expected {error} at {where}, received another public key.") from error
    return der
