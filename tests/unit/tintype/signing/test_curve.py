from __future__ import annotations

from hashlib import sha256

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePublicNumbers,
    derive_private_key,
)
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tintype.signing.curve import N, P, Point, verify

SCALARS = st.one_of(
    st.integers(1, N - 1), st.sampled_from([1, 2, 3, 4, N - 1, N - 2, N - 3, N // 2, N // 2 + 1, 2**255, 2**128])
)
DIGESTS = st.one_of(
    st.binary(min_size=32, max_size=32),
    st.sampled_from([bytes(32), b"\xff" * 32, N.to_bytes(32, "big"), (N - 1).to_bytes(32, "big"), bytes(31) + b"\x01"]),
)
ALGORITHM = ECDSA(Prehashed(SHA256()))

# FIPS 186-4's sample of RFC 6979, A.2.5: P-256, SHA-256, the message "sample"
KEY = Point(
    0x60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6,
    0x7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299,
)
R = 0xEFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716
S = 0xF7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8
SAMPLE = sha256(b"sample").digest()


def reference(digest, r, s, secret):
    """Say what `cryptography` says."""
    try:
        derive_private_key(secret, SECP256R1()).public_key().verify(encode_dss_signature(r, s), digest, ALGORITHM)
    except InvalidSignature:
        return False
    return True


def public(secret):
    numbers = derive_private_key(secret, SECP256R1()).public_key().public_numbers()
    return Point(numbers.x, numbers.y)


def test_published_sample():
    """The signature that RFC 6979 prints is good for its message and key, and for no others."""
    assert verify(SAMPLE, R, S, KEY)
    assert not verify(sha256(b"test").digest(), R, S, KEY)
    assert not verify(SAMPLE, R, S, public(1))


@given(DIGESTS, SCALARS)
@settings(max_examples=60)
@example(bytes(32), 1)
def test_what_others_sign(digest, secret):
    """A signature by `cryptography` is good, whatever the key and the digest."""
    r, s = decode_dss_signature(derive_private_key(secret, SECP256R1()).sign(digest, ALGORITHM))
    assert verify(digest, r, s, public(secret))
    assert verify(digest, r, N - s, public(secret))  # the same point's other sign: ECDSA allows both


@given(DIGESTS, SCALARS, SCALARS, SCALARS)
@settings(max_examples=60)
def test_what_nobody_signed(digest, r, s, secret):
    """Any two numbers are as good here as they are for `cryptography`."""
    assert verify(digest, r, s, public(secret)) == reference(digest, r, s, secret)


@given(SCALARS, SCALARS, SCALARS)
@settings(max_examples=60)
def test_forged_for_a_digest(one, two, secret):
    """Signatures that fit a digest made for them, which go through every special case of the sum, are as good as there.

    With R = one * base + two * key, r = R.x and s = r / two, the digest one * r / two has the signature (r, s).
    """
    total = (one + two * secret) % N
    if not total:
        return
    r = public(total).x % N
    s = r * pow(two, -1, N) % N
    digest = (one * s % N).to_bytes(32, "big")
    assert verify(digest, r, s, public(secret))
    assert reference(digest, r, s, secret)


@pytest.mark.parametrize("secret", [1, N - 1, 2, N - 2, 3, N - 3])
def test_keys_near_the_base(secret):
    """Keys that are the base point itself, its inverse or a small multiple meet doublings and infinity on the way."""
    for digest in (SAMPLE, bytes(32), b"\xff" * 32):
        r, s = decode_dss_signature(derive_private_key(secret, SECP256R1()).sign(digest, ALGORITHM))
        assert verify(digest, r, s, public(secret))
        assert not verify(digest, r, s + 1, public(secret))


@pytest.mark.parametrize("secret", [1, N - 1, 12345])
def test_sum_is_infinity(secret):
    """Where the sum is the point at infinity, nothing is signed."""
    r, s = 5, 7
    digest = (-r * secret % N).to_bytes(32, "big")  # u1 * base = -u2 * key
    assert not verify(digest, r, s, public(secret))
    assert not reference(digest, r, s, secret)


OUTSIDE = [0, N, N + 1, 2 * N, -1, -N, P, 2**256 - 1, 2**256, 2**512]


@pytest.mark.parametrize("number", OUTSIDE)
def test_outside(number):
    """A number that is none from 1 to N - 1 signs nothing, also if it is another's equal modulo N."""
    assert not verify(SAMPLE, number, S, KEY)
    assert not verify(SAMPLE, R, number, KEY)
    assert not verify(SAMPLE, number, number, KEY)


def test_equal_modulo_the_order():
    """The numbers plus N are other numbers."""
    assert not verify(SAMPLE, R + N, S, KEY)
    assert not verify(SAMPLE, R, S + N, KEY)


def test_point_above_the_order():
    """A point whose x lies between N and P is reduced, so that its signature is good."""
    x = next(x for x in range(N, P) if _has_point(x))
    found = Point(x, _root(x))
    r = x % N
    # with u1 = 0 and u2 = 1 the sum is the key itself: a digest of 0 and s = r
    assert verify(bytes(32), r, r, found)
    key = EllipticCurvePublicNumbers(*found, SECP256R1()).public_key()
    key.verify(encode_dss_signature(r, r), bytes(32), ALGORITHM)


@pytest.mark.parametrize(
    ("point", "good"),
    [
        (KEY, True),
        (Point(KEY.x, P - KEY.y), True),
        (Point(KEY.x, KEY.y + 1), False),
        (Point(KEY.x + P, KEY.y), False),
        (Point(KEY.x, KEY.y - P), False),
        (Point(0, 0), False),
        (Point(P, P), False),
        (Point(-1, 1), False),
    ],
)
def test_on_curve(point, good):
    """Points of other curves, and coordinates that are not reduced, are none."""
    assert point.on_curve() is good


def _square(x):
    return (x**3 - 3 * x + 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B) % P


def _has_point(x):
    return pow(_square(x), (P - 1) // 2, P) == 1


def _root(x):
    return pow(_square(x), (P + 1) // 4, P)
