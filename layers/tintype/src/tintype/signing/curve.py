"""ECDSA on P-256: verification only, which handles nothing secret.

Importing ``cryptography`` would take longer than the whole start of a container; this takes about two milliseconds.
Sources: the algorithm, FIPS 186-5, 6.4.2; the curve, NIST SP 800-186, 3.2.1.3; Jacobian coordinates for a = -3,
IEEE 1363-2000, A.10.4 and A.10.5.
"""

from __future__ import annotations

from typing import NamedTuple

P = 2**256 - 2**224 + 2**192 + 2**96 - 1
"""The field's prime."""
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""The base point's order."""
_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B


class Point(NamedTuple):
    """Affine coordinates."""

    x: int
    y: int

    def on_curve(self) -> bool:
        """Say whether it is a point of the curve, which has no others of small order."""
        x, y = self
        return 0 <= x < P and 0 <= y < P and (y * y - (x * x - 3) * x - _B) % P == 0


_BASE = Point(
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
_Jacobian = tuple[int, int, int]  # (x, y, z) stands for (x / z**2, y / z**3), and z = 0 for infinity
_INFINITY: _Jacobian = (1, 1, 0)


def verify(digest: bytes, r: int, s: int, key: Point) -> bool:
    """Say whether (r, s) is the signature of a message by the owner of ``key``.

    Args:
        digest: the message's SHA-256.
        r: the signature's first number.
        s: its second.
        key: a point of the curve.
    """
    if not (0 < r < N and 0 < s < N):
        return False
    inverse = pow(s, -1, N)
    x, _, z = _combine(int.from_bytes(digest, "big") * inverse % N, r * inverse % N, key)
    return z != 0 and (x * pow(z, -2, P) % P) % N == r


def _combine(first: int, second: int, key: Point) -> _Jacobian:
    """Return first * base point + second * key, two bits of both at once."""
    summands = _summands((*_BASE, 1), (*key, 1))
    total = _INFINITY
    for shift in range(254, -2, -2):
        total = _double(_double(total))
        if which := (first >> shift & 3) << 2 | second >> shift & 3:
            total = _add(total, summands[which])
    return total


def _summands(base: _Jacobian, other: _Jacobian) -> list[_Jacobian]:
    """Return i * base + j * other at 4 * i + j, each of both up to 3."""
    found = [_INFINITY, other, _double(other), _add(_double(other), other)]
    for _ in range(3):
        found += [_add(base, summand) for summand in found[-4:]]
    return found


def _double(point: _Jacobian) -> _Jacobian:
    x, y, z = point
    squared = y * y % P
    zz = z * z % P
    slope = 3 * (x - zz) * (x + zz) % P
    product = 4 * x * squared % P
    new = (slope * slope - 2 * product) % P
    return new, (slope * (product - new) - 8 * squared * squared) % P, 2 * y * z % P


def _add(one: _Jacobian, two: _Jacobian) -> _Jacobian:
    if not one[2] or not two[2]:
        return one if one[2] else two
    (x1, y1, z1), (x2, y2, z2) = one, two
    zz1, zz2 = z1 * z1 % P, z2 * z2 % P
    u1, s1 = x1 * zz2 % P, y1 * zz2 * z2 % P
    across, up = (x2 * zz1 - u1) % P, (y2 * zz1 * z1 - s1) % P
    if not across:
        return _INFINITY if up else _double(one)
    square = across * across % P
    cube = square * across % P
    middle = u1 * square % P
    x = (up * up - cube - 2 * middle) % P
    return x, (up * (middle - x) - s1 * cube) % P, z1 * z2 * across % P
