"""Whose signatures count."""

from __future__ import annotations

from binascii import a2b_base64
from hashlib import sha256
from typing import TYPE_CHECKING

from tintype.errors import (
    AlteredVersionError,
    SettingsError,
    SignatureError,
    UnsignedVersionError,
    UntrustedSignatureError,
)
from tintype.manifest import Manifest
from tintype.signing import statement
from tintype.signing.bundle import Bundle, hint, signed
from tintype.signing.curve import verify
from tintype.signing.der import read_key, read_signature

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tintype.signing.curve import Point


class Trust:
    """Some public keys, any of which may have signed.

    Args:
        keys: each a SubjectPublicKeyInfo of P-256, in DER.

    Raises:
        ValueError: one is something else, or there is none: an empty list would trust nobody, or everybody.
    """

    def __init__(self, keys: Iterable[bytes]) -> None:
        self._keys: dict[str, Point] = {hint(der): read_key(der) for der in keys}
        if not self._keys:
            raise ValueError("at least one key")

    @classmethod
    def from_setting(cls, keys: Iterable[str]) -> Trust:
        """Return the trust that ``TINTYPE_TRUSTED_KEYS`` says, each key in base64.

        Raises:
            SettingsError: one of them is none.
        """
        try:
            return cls([a2b_base64(key, strict_mode=True) for key in keys])
        except ValueError as error:
            expected = "base64 of public keys in DER (SubjectPublicKeyInfo, P-256), separated by commas"
            raise SettingsError("TINTYPE_TRUSTED_KEYS", expected, str(error)) from error

    def check(self, name: str, version: int, document: bytes, bundle: bytes | None) -> Manifest:
        """Return the manifest, which one of the keys signed exactly so.

        Args:
            name: the model whose manifest it should be.
            version: its number.
            document: the manifest, as it is stored.
            bundle: its signature, as it is stored; None where there is none.

        Raises:
            UnsignedVersionError: there is none.
            UntrustedSignatureError: none of the keys made it.
            AlteredVersionError: one did, and for something else.
            SignatureError: it cannot be read.
            ManifestError: what was signed is no manifest.
        """
        if bundle is None:
            raise UnsignedVersionError(name, version)
        try:
            read = Bundle.from_json(bundle)
            numbers = read_signature(read.signature)
        except ValueError as error:
            raise SignatureError(name, version, str(error), "something else") from error
        if not self._signed(read, *numbers):
            raise UntrustedSignatureError(name, version, len(self._keys))
        return _same(name, version, document, read.payload)

    def _signed(self, bundle: Bundle, r: int, s: int) -> bool:
        digest = sha256(signed(bundle.payload)).digest()
        order = sorted(self._keys, key=lambda name: name != bundle.hint)
        return any(verify(digest, r, s, self._keys[name]) for name in order)


def _same(name: str, version: int, document: bytes, payload: bytes) -> Manifest:
    """Compare with what was signed; an older version under a newer number is another thing, too."""
    try:
        expected = statement.read(payload)
    except ValueError as error:
        raise SignatureError(name, version, str(error), "something else") from error
    received = sha256(document).hexdigest()
    if expected != received:
        raise AlteredVersionError(name, version, f"a manifest with SHA-256 {expected}", received)
    manifest = Manifest.from_json(document)
    if (manifest.name, manifest.version) != (name, version):
        raise AlteredVersionError(name, version, "its own manifest", f"that of {manifest.name}@{manifest.version}")
    return manifest
