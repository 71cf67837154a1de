from __future__ import annotations

from hashlib import sha256

import pytest

from tests.models.published import manifest
from tintype.errors import (
    AlteredVersionError,
    ManifestError,
    SettingsError,
    SignatureError,
    UnsignedVersionError,
    UntrustedSignatureError,
)
from tintype.signing import statement
from tintype.signing import trust as module
from tintype.signing.bundle import Bundle, hint, signed
from tintype.signing.curve import N
from tintype.signing.der import read_signature, write_signature
from tintype.signing.trust import Trust

MANIFEST = manifest("quadrants")
DOCUMENT = MANIFEST.to_json()


def by(owner, payload=None):
    payload = payload or statement.write(DOCUMENT)
    return Bundle(payload, owner.sign(signed(payload)), hint(owner.public_key))


@pytest.fixture
def trust(owner):
    """Trust in the owner alone."""
    return Trust([owner.public_key])


def check(trust, bundle, document=DOCUMENT, version=1):
    return trust.check("quadrants", version, document, bundle and bundle.to_json())


def test_signed(trust, owner):
    """What the owner signed is the manifest."""
    assert check(trust, by(owner)) == MANIFEST


def test_unsigned(trust):
    """What nobody signed is refused, and the message says how it is signed."""
    with pytest.raises(UnsignedVersionError, match="tintype sign quadrants@1") as caught:
        check(trust, None)
    assert caught.value.status == 503


def test_somebody_else(trust, make_owner):
    """What somebody else signed is refused."""
    with pytest.raises(UntrustedSignatureError, match="by the trusted key, received one by nobody"):
        check(trust, by(make_owner()))


def test_pretended_key(trust, owner, make_owner):
    """A signature that pretends to be the owner's is refused."""
    with pytest.raises(UntrustedSignatureError):
        check(trust, by(make_owner())._replace(hint=hint(owner.public_key)))


def test_changed_payload(trust, owner):
    """A statement that was changed after it was signed is refused."""
    bundle = by(owner)
    with pytest.raises(UntrustedSignatureError):
        check(trust, bundle._replace(payload=bundle.payload.replace(b"sha256", b"sha512")))


def test_changed_manifest(trust, owner):
    """A manifest that was changed after it was signed is refused, by a single byte."""
    with pytest.raises(AlteredVersionError, match="SHA-256"):
        check(trust, by(owner), DOCUMENT + b"\n")


def test_older_version_under_a_newer_number(trust, owner):
    """A manifest with its signature, laid under another number or name, is refused."""
    with pytest.raises(AlteredVersionError, match="quadrants@1"):
        check(trust, by(owner), version=2)
    with pytest.raises(AlteredVersionError, match="quadrants@1"):
        trust.check("other", 1, DOCUMENT, by(owner).to_json())


def test_another_statement(trust, owner):
    """What the owner signed of another kind is no signature of a version."""
    with pytest.raises(SignatureError, match=r"Model Signing 1\.0"):
        check(trust, by(owner, b'{"_type": "https://in-toto.io/Statement/v1"}'))


def test_signed_nonsense(trust, owner):
    """Even the owner's signature makes no manifest of something else."""
    payload = statement.write(DOCUMENT).replace(_digest(DOCUMENT), _digest(b"{}"))
    payload = payload.replace(_root(DOCUMENT), _root(b"{}"))
    with pytest.raises(ManifestError):
        check(trust, by(owner, payload), b"{}")


def test_unreadable(trust, owner):
    """A signature that cannot be read is refused, with what was expected."""
    with pytest.raises(SignatureError, match="Sigstore bundle"):
        trust.check("quadrants", 1, DOCUMENT, b"{}")
    with pytest.raises(SignatureError, match="two integers in DER"):
        check(trust, by(owner)._replace(signature=b"\x30\x80"))


@pytest.mark.parametrize("numbers", [(0, 0), (0, 1), (1, 0), (N, 1), (1, N), (N, N), (1, 1)])
def test_degenerate(trust, owner, numbers):
    """Signatures of zeros and of the order itself are nobody's."""
    with pytest.raises(UntrustedSignatureError):
        check(trust, by(owner)._replace(signature=write_signature(*numbers)))


def test_high_s(trust, owner):
    """The other sign of the same point is as good: what counts is what is signed, not how its signature looks."""
    bundle = by(owner)
    r, s = read_signature(bundle.signature)
    assert check(trust, bundle._replace(signature=write_signature(r, N - s))) == MANIFEST


def test_several_keys(owner, make_owner):
    """Any of several trusted keys may have signed, so that keys can be changed one after the other."""
    new = make_owner()
    trust = Trust([owner.public_key, new.public_key])
    assert check(trust, by(owner)) == check(trust, by(new)) == MANIFEST
    with pytest.raises(UntrustedSignatureError, match="one of 2 trusted keys"):
        check(trust, by(make_owner()))


def test_hinted_key_first(owner, make_owner, monkeypatch):
    """The key that the bundle names is tried first, so that more of them cost nothing; without a name all are tried."""
    others = [make_owner().public_key for _ in range(3)]
    tried = []
    real = module.verify
    monkeypatch.setattr(module, "verify", lambda *arguments: tried.append(arguments) or real(*arguments))
    trust = Trust([*others, owner.public_key])
    check(trust, by(owner))
    assert len(tried) == 1
    check(trust, by(owner)._replace(hint=""))
    assert len(tried) == 5


def test_setting(owner, make_owner):
    """Keys are set in base64."""
    other = make_owner()
    trust = Trust.from_setting([owner.setting, other.setting])
    assert check(trust, by(other)) == MANIFEST


@pytest.mark.parametrize("keys", [["nonsense"], ["bm9uc2Vuc2U="], ["MFkw", "é"], []])
def test_bad_setting(keys):
    """A setting that is no list of public keys stops the deployment, and trusts nobody."""
    with pytest.raises(SettingsError) as caught:
        Trust.from_setting(keys)
    assert "TINTYPE_TRUSTED_KEYS" in caught.value.detail


def _digest(document):
    return sha256(document).hexdigest().encode()


def _root(document):
    files = bytes.fromhex(MANIFEST.digest)
    return sha256(files + sha256(document).digest()).hexdigest().encode()
