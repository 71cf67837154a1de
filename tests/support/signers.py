"""Who signs in tests."""

from __future__ import annotations

from base64 import b64encode
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat


class Owner(NamedTuple):
    """A signer with a key in memory."""

    key: EllipticCurvePrivateKey

    @classmethod
    def new(cls) -> Owner:
        """Return somebody with a new key."""
        return cls(generate_private_key(SECP256R1()))

    @property
    def public_key(self) -> bytes:
        """The other half, in DER."""
        return self.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    @property
    def setting(self) -> str:
        """The other half, as TINTYPE_TRUSTED_KEYS has it."""
        return b64encode(self.public_key).decode()

    def pem(self) -> tuple[bytes, bytes]:
        """Return the private and the public key as files."""
        private = self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return private, self.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    def sign(self, message: bytes) -> bytes:
        """Return the signature in DER."""
        return self.key.sign(message, ECDSA(SHA256()))
