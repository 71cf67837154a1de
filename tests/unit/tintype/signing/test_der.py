from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from tintype.signing.curve import N
from tintype.signing.der import read_key, read_signature, write_signature

NUMBERS = st.one_of(st.integers(0, 2**256), st.sampled_from([0, 1, 127, 128, 255, 256, 2**255, N, N - 1]))
GOOD = encode_dss_signature(0x80, 0x7F)


def der(key, form=PublicFormat.SubjectPublicKeyInfo):
    return key.public_bytes(Encoding.DER, form)


@given(NUMBERS, NUMBERS)
def test_as_others_write(r, s):
    """What is written is what `cryptography` writes, and is read again."""
    written = write_signature(r, s)
    assert written == encode_dss_signature(r, s)
    assert read_signature(written) == (r, s)


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"\x30",
        b"\x30\x00",
        GOOD[:-1],
        GOOD + b"\x00",
        b"\x31" + GOOD[1:],
        GOOD[:2] + b"\x03" + GOOD[3:],
        GOOD[:1] + bytes([GOOD[1] + 1]) + GOOD[2:],
        GOOD[:1] + bytes([0x81, GOOD[1]]) + GOOD[2:],  # a length in more bytes than it needs
        GOOD[:1] + b"\x80" + GOOD[2:] + b"\x00\x00",  # an indefinite length
        bytes.fromhex("3008020300008002017f"),  # a leading zero too many
        bytes.fromhex("30060201800201 7f"),  # a negative number: its zero is missing
        bytes.fromhex("30050200 02017f"),  # an empty number
        bytes.fromhex("3003020180"),  # one number
        bytes.fromhex("300902020080 02017f 0500"),  # a third thing
        encode_dss_signature(2**1000, 1),
    ],
)
def test_no_signature(bad):
    """Anything but the one encoding of two numbers is refused, BER's longer forms of the same numbers too."""
    with pytest.raises(ValueError, match="two integers in DER"):
        read_signature(bad)


@given(st.binary(max_size=80))
def test_any_bytes(data):
    """Bytes of any kind are two numbers, and the only encoding of them, or refused."""
    try:
        numbers = read_signature(data)
    except ValueError:
        return
    assert decode_dss_signature(data) == numbers
    assert encode_dss_signature(*numbers) == data


def test_key(owner):
    """A public key of P-256 is read."""
    numbers = owner.key.public_key().public_numbers()
    assert read_key(owner.public_key) == (numbers.x, numbers.y)


@pytest.mark.parametrize(
    "other",
    [
        der(ec.generate_private_key(ec.SECP384R1()).public_key()),
        der(ec.generate_private_key(ec.SECP256K1()).public_key()),
        der(rsa.generate_private_key(65537, 2048).public_key()),
        b"",
    ],
    ids=["P-384", "secp256k1", "RSA", "nothing"],
)
def test_other_keys(other):
    """Keys of other kinds are refused, as is nothing."""
    with pytest.raises(ValueError, match="P-256"):
        read_key(other)


def test_damaged_key(owner):
    """A point beside the curve, a key that is cut, and one with more behind it are refused."""
    key = owner.public_key
    with pytest.raises(ValueError, match="on the curve"):
        read_key(key[:-1] + bytes([key[-1] ^ 1]))
    for damaged in (key[:-1], key + b"\x00", key[:26] + b"\x02" + key[27:]):
        with pytest.raises(ValueError, match="uncompressed"):
            read_key(damaged)
