from __future__ import annotations

import json
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from tintype.signing.bundle import Bundle, hint, signed

BUNDLE = Bundle(b'{"_type": "x"}', b"\x30\x00", "ab")


@given(st.builds(Bundle, st.binary(), st.binary(), st.text(max_size=70)))
def test_round_trip(bundle):
    """What is written is read again."""
    assert Bundle.from_json(bundle.to_json()) == bundle


def test_signed():
    """What is signed is DSSE's pre-authentication encoding, with the lengths of type and payload in bytes."""
    assert signed(b"hello") == b"DSSEv1 28 application/vnd.in-toto+json 5 hello"


def test_hint(owner):
    """A key is named by the SHA-256 of its PEM file."""
    pem = owner.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    assert hint(owner.public_key) == sha256(pem).hexdigest()


def test_without_a_hint():
    """A bundle that does not say which key it is by is read all the same."""
    for material in ({}, {"publicKey": {}}, {"publicKey": None}, {"publicKey": {"hint": None}}):
        document = json.loads(BUNDLE.to_json()) | {"verificationMaterial": material}
        assert Bundle.from_json(json.dumps(document).encode()) == BUNDLE._replace(hint="")


def changed(**fields):
    return json.dumps(json.loads(BUNDLE.to_json()) | fields).encode()


ENVELOPE = json.loads(BUNDLE.to_json())["dsseEnvelope"]


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"null",
        b"[]",
        b"\xff",
        b"[" * 100_000,
        changed(mediaType="application/vnd.dev.sigstore.bundle.v0.4+json"),
        changed(verificationMaterial=None),
        changed(verificationMaterial={"publicKey": "x"}),
        changed(dsseEnvelope=None),
        changed(dsseEnvelope=ENVELOPE | {"payloadType": "text/plain"}),
        changed(dsseEnvelope=ENVELOPE | {"signatures": []}),
        changed(dsseEnvelope=ENVELOPE | {"signatures": [{}]}),
        changed(dsseEnvelope=ENVELOPE | {"signatures": [{"sig": 7}]}),
        changed(dsseEnvelope=ENVELOPE | {"payload": "not base64"}),
        changed(dsseEnvelope=ENVELOPE | {"payload": "é"}),
    ],
)
def test_something_else(document):
    """Anything but a bundle of this version with an in-toto statement in it is refused."""
    with pytest.raises(ValueError, match=r"Sigstore bundle of version 0\.3"):
        Bundle.from_json(document)
