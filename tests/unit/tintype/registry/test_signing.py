from __future__ import annotations

import pytest

from tests.support.signers import Owner
from tintype.errors import AlteredVersionError, PublishError, UntrustedSignatureError, VersionNotFoundError
from tintype.registry import keys, publish
from tintype.registry.reading import list_versions, read_document, read_signature
from tintype.registry.signing import attach, sign
from tintype.signing.trust import Trust

OWNER = Owner.new()
TRUST = Trust([OWNER.public_key])


@pytest.fixture
def published(bucket, make_draft):
    """Version 1 of a model."""
    return publish(bucket, make_draft(), {"model": b"1"})


def test_sign(bucket, published):
    """A signature lies beside the manifest, and is good for it."""
    assert sign(bucket, "digits", 1, OWNER) == published
    stored = bucket.get("models/digits/versions/1/signature.json").body
    assert TRUST.check("digits", 1, read_document(bucket, "digits", 1), stored) == published
    assert list_versions(bucket, "digits") == [1]


def test_unsigned(bucket, published):  # noqa: ARG001 -- it is there
    """A version that nobody signed has no signature."""
    assert read_signature(bucket, "digits", 1) is None


def test_no_such_version(bucket):
    """Only what is published can be signed."""
    with pytest.raises(VersionNotFoundError):
        sign(bucket, "digits", 1, OWNER)
    assert list(bucket.list("")) == []


def test_twice(bucket, published):
    """Whoever signs again finds the first signature, which stays."""
    sign(bucket, "digits", 1, OWNER)
    before = bucket.get(keys.signature("digits", 1)).body
    assert sign(bucket, "digits", 1, OWNER) == published
    assert bucket.get(keys.signature("digits", 1)).body == before


def test_somebody_else_signed(bucket, published):  # noqa: ARG001 -- it is there
    """A signature by somebody else is never overwritten."""
    sign(bucket, "digits", 1, Owner.new())
    before = bucket.get(keys.signature("digits", 1)).body
    with pytest.raises(PublishError, match="received one by somebody else"):
        sign(bucket, "digits", 1, OWNER)
    assert bucket.get(keys.signature("digits", 1)).body == before


def test_lost_answer(forgetful, make_draft):
    """When S3 has written and its answer is lost, the signature is there once."""
    publish(forgetful, make_draft(), {"model": b"1"})
    sign(forgetful, "digits", 1, OWNER)
    assert read_signature(forgetful, "digits", 1)


def test_attach_a_bad_one(bucket, published, make_draft):  # noqa: ARG001 -- it is there
    """A signature of another version, or by another key, is not attached."""
    publish(bucket, make_draft(), {"model": b"2"})
    sign(bucket, "digits", 2, OWNER)
    with pytest.raises(AlteredVersionError):
        attach(bucket, "digits", 1, bytes(bucket.get(keys.signature("digits", 2)).body), TRUST)
    with pytest.raises(UntrustedSignatureError):
        attach(bucket, "digits", 2, read_signature(bucket, "digits", 2), Trust([Owner.new().public_key]))
    assert read_signature(bucket, "digits", 1) is None
