"""A Sigstore bundle with a key's signature in it: what OpenSSF Model Signing reads and writes.

https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_bundle.proto (version 0.3), around DSSE:
https://github.com/secure-systems-lab/dsse/blob/v1.0.2/protocol.md
"""

from __future__ import annotations

import json
from binascii import a2b_base64, b2a_base64
from hashlib import sha256
from typing import NamedTuple

MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json"
PAYLOAD_TYPE = "application/vnd.in-toto+json"


class Bundle(NamedTuple):
    """A statement and its signature.

    Attributes:
        payload: the statement's bytes, as they were signed.
        signature: ECDSA's, in DER.
        hint: which key it may be, see :func:`hint`; anybody can write it, so that it only says what to try first.
    """

    payload: bytes
    signature: bytes
    hint: str = ""

    def to_json(self) -> bytes:
        """Return the document."""
        envelope = {
            "payload": _base64(self.payload),
            "payloadType": PAYLOAD_TYPE,
            "signatures": [{"sig": _base64(self.signature), "keyid": ""}],
        }
        material = {"publicKey": {"hint": self.hint}, "tlogEntries": []}
        document = {"mediaType": MEDIA_TYPE, "verificationMaterial": material, "dsseEnvelope": envelope}
        return json.dumps(document, indent=1).encode()

    @classmethod
    def from_json(cls, document: bytes | bytearray) -> Bundle:
        """Read a document.

        Raises:
            ValueError: it is something else; the message says what was expected.
        """
        try:
            bundle = json.loads(document)
            envelope = bundle["dsseEnvelope"]
            if (bundle["mediaType"], envelope["payloadType"]) != (MEDIA_TYPE, PAYLOAD_TYPE):
                raise ValueError("another type")  # noqa: TRY301 -- one answer to whatever is wrong
            signature = envelope["signatures"][0]["sig"]
            found = bundle["verificationMaterial"].get("publicKey") or {}
            payload = a2b_base64(envelope["payload"], strict_mode=True)
            return cls(payload, a2b_base64(signature, strict_mode=True), str(found.get("hint") or ""))
        except (AttributeError, IndexError, KeyError, TypeError, ValueError, RecursionError) as error:
            raise ValueError("a Sigstore bundle of version 0.3 with a DSSE envelope") from error


def signed(payload: bytes) -> bytes:
    """Return what is really signed: DSSE's pre-authentication encoding, which binds the payload's type."""
    return f"DSSEv1 {len(PAYLOAD_TYPE)} {PAYLOAD_TYPE} {len(payload)} ".encode() + payload


def hint(der: bytes) -> str:
    """Return how Model Signing names a public key: the SHA-256 of its PEM file, in hexadecimal."""
    text = _base64(der)
    lines = "".join(f"{text[start : start + 64]}\n" for start in range(0, len(text), 64))
    return sha256(f"-----BEGIN PUBLIC KEY-----\n{lines}-----END PUBLIC KEY-----\n".encode()).hexdigest()


def _base64(data: bytes) -> str:
    return b2a_base64(data, newline=False).decode()
