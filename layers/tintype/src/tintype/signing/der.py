"""DER of a public key and of a signature; what is not exactly so is none."""

from __future__ import annotations

from tintype.signing.curve import Point

_KEY = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")
"""What a SubjectPublicKeyInfo of P-256 with an uncompressed point begins with (RFC 5480, 2)."""
_SIZE = 32
_INTEGER, _SEQUENCE = 2, 0x30


def read_key(der: bytes) -> Point:
    """Return the point of a SubjectPublicKeyInfo.

    Raises:
        ValueError: it is none of P-256, or its point is not on the curve.
    """
    if len(der) != len(_KEY) + 2 * _SIZE or not der.startswith(_KEY):
        raise ValueError("a SubjectPublicKeyInfo of P-256 (prime256v1) with an uncompressed point")
    point = Point(int.from_bytes(der[-2 * _SIZE : -_SIZE], "big"), int.from_bytes(der[-_SIZE:], "big"))
    if not point.on_curve():
        raise ValueError("a point that is on the curve P-256")
    return point


def read_signature(der: bytes) -> tuple[int, int]:
    """Return r and s of an ``Ecdsa-Sig-Value`` (RFC 3279, 2.2.3).

    Raises:
        ValueError: it is not their one encoding in DER: longer ones would make two signatures of one.
    """
    try:
        end = 4 + der[3]
        numbers = int.from_bytes(der[4:end], "big"), int.from_bytes(der[end + 2 :], "big")
    except IndexError:
        raise ValueError("two integers in DER") from None
    if der != write_signature(*numbers):
        raise ValueError("two integers in DER")
    return numbers


def write_signature(r: int, s: int) -> bytes:
    """Return the encoding of two numbers that are not negative, in up to 127 bytes.

    Raises:
        ValueError: they need more.
    """
    body = b"".join(_integer(number) for number in (r, s))
    return bytes([_SEQUENCE, _short(len(body))]) + body


def _integer(number: int) -> bytes:
    body = number.to_bytes(number.bit_length() // 8 + 1, "big")
    return bytes([_INTEGER, _short(len(body))]) + body


def _short(length: int) -> int:
    if length > 127:  # noqa: PLR2004 -- the short form's largest
        raise ValueError("two integers in DER")
    return length
