from __future__ import annotations

from hashlib import sha256

import boto3
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from moto import mock_aws
from moto.kms.utils import ECDSAPrivateKey

from tests.support.signers import Owner
from tintype.errors import PublishError
from tintype.signing.curve import verify
from tintype.signing.der import read_key, read_signature
from training.signing import configured_signer, open_signer, read_public_key

OWNER = Owner.new()
MESSAGE = b"a version"


def good(signer):
    """Say whether a signer's signature is good for its public key, by the container's own code."""
    r, s = read_signature(signer.sign(MESSAGE))
    return verify(sha256(MESSAGE).digest(), r, s, read_key(signer.public_key))


@pytest.fixture
def key_file(tmp_path):
    """Return a function that writes a private key as PEM."""

    def write(key=OWNER.key, encryption=None, form=PrivateFormat.PKCS8):
        path = tmp_path / "key.pem"
        path.write_bytes(key.private_bytes(Encoding.PEM, form, encryption or NoEncryption()))
        return str(path)

    return write


@pytest.fixture
def kms(monkeypatch):
    """Return a function that makes a key of KMS and returns its id."""
    for name, value in {"ACCESS_KEY_ID": "x", "SECRET_ACCESS_KEY": "y", "DEFAULT_REGION": "us-east-1"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    # moto hashes what it gets once more; with MessageType=DIGEST the real one does not
    prehashed = ec.ECDSA(Prehashed(SHA256()))
    monkeypatch.setattr(ECDSAPrivateKey, "sign", lambda key, digest, _: key.private_key.sign(digest, prehashed))

    def make(spec="ECC_NIST_P256", usage="SIGN_VERIFY"):
        return boto3.client("kms").create_key(KeyUsage=usage, KeySpec=spec)["KeyMetadata"]["KeyId"]

    with mock_aws():
        yield make


@pytest.mark.parametrize("form", [PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL])
def test_file(key_file, form):
    """A key in a PEM file signs, as openssl writes it either way."""
    signer = open_signer(key_file(form=form))
    assert signer.public_key == OWNER.public_key
    assert good(signer)


def test_file_with_password(key_file, monkeypatch):
    """A PEM file with a password needs it, from the variable too."""
    path = key_file(encryption=BestAvailableEncryption(b"secret"))
    assert good(open_signer(path, "secret"))
    monkeypatch.setenv("TINTYPE_SIGNING_PASSWORD", "secret")
    assert good(configured_signer(path))
    for wrong in ("", "other"):
        with pytest.raises(PublishError, match="private key in"):
            open_signer(path, wrong)


def test_nobody():
    """Without a key nobody signs."""
    assert configured_signer("") is None


def test_no_file(tmp_path):
    """A file that is not there, or is no key, is refused with how one is made."""
    (tmp_path / "text").write_text("hello")
    for path in (tmp_path / "nothing", tmp_path / "text", tmp_path):
        with pytest.raises(PublishError, match="openssl ecparam -name prime256v1"):
            open_signer(str(path))


@pytest.mark.parametrize("key", [ec.generate_private_key(ec.SECP384R1()), ed25519.Ed25519PrivateKey.generate()])
def test_other_kinds(key_file, key):
    """A key of another kind is refused, with which one is needed."""
    with pytest.raises(PublishError, match="P-256"):
        open_signer(key_file(key))


def test_public_key(tmp_path):
    """A public key is read from PEM and from DER; a private one is none."""
    private, public = OWNER.pem()
    for content in (public, OWNER.public_key):
        (tmp_path / "public").write_bytes(content)
        assert read_public_key(str(tmp_path / "public")) == OWNER.public_key
    for content in (private, b"", b"\x30"):
        (tmp_path / "public").write_bytes(content)
        with pytest.raises(PublishError, match="public key in"):
            read_public_key(str(tmp_path / "public"))
    other = ec.generate_private_key(ec.SECP384R1()).public_key()
    (tmp_path / "public").write_bytes(other.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    with pytest.raises(PublishError, match="P-256"):
        read_public_key(str(tmp_path / "public"))


def test_kms(kms):
    """A key of KMS signs the digest, by its id, its ARN or an alias; only the digest is sent."""
    key = kms()
    boto3.client("kms").create_alias(AliasName="alias/models", TargetKeyId=key)
    sent = []
    session = boto3.Session()
    session.events.register("provide-client-params.kms.Sign", lambda params, **_: sent.append(params))
    for name in (key, "alias/models", f"arn:aws:kms:us-east-1:123456789012:key/{key}"):
        assert good(open_signer(f"kms://{name}", session=session))
        assert read_public_key(f"kms://{name}") == open_signer(f"kms://{key}").public_key
    digest = sha256(MESSAGE).digest()
    asked = {"Message": digest, "MessageType": "DIGEST", "SigningAlgorithm": "ECDSA_SHA_256"}
    assert [{**call, "KeyId": key} for call in sent] == [asked | {"KeyId": key}] * 3


def test_no_such_key(kms):
    """A key that is not there, or is of another kind, is refused with which permissions are needed."""
    with pytest.raises(PublishError, match="kms:GetPublicKey and kms:Sign"):
        open_signer("kms://00000000-0000-0000-0000-000000000000")
    with pytest.raises(PublishError, match="P-256"):
        open_signer(f"kms://{kms('ECC_NIST_P384')}")
