"""Which of an alias's versions answers: the same image, or the same caller, always meets the same one."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from tintype.errors import VersionNotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tintype.registry import Release

    Sticky = Callable[[], bytes | bytearray]
    """Returns what a call is known again by: an image's bytes, or a caller's word. Read only where versions share."""

_BYTES = 7  # of the hash: 56 bits, of which a float holds 53
_BITS = 53


def point(name: str, sticky: bytes | bytearray) -> float:
    """Return where in [0, 1) a call lies among the shares of a model's versions.

    The first 53 bits of SHA-256 of the model's name, a zero byte and the SHA-256 of ``sticky``: with the name in it,
    the callers of one model's canary are not those of every other's.
    """
    digest = sha256(name.encode() + b"\0" + sha256(sticky).digest()).digest()
    return (int.from_bytes(digest[:_BYTES]) >> (8 * _BYTES - _BITS)) / 2.0**_BITS


def chosen(name: str, release: Release, label: str, sticky: Sticky | None) -> int:
    """Return the version that is to answer a call.

    Args:
        name: the model's.
        release: what is live of it.
        label: an alias of the release.
        sticky: see ``Sticky``; without it the version with the largest share answers.

    Raises:
        VersionNotFoundError: there is no such alias.
    """
    shares = release.aliases.get(label)
    if not shares:
        raise VersionNotFoundError(name, f"labelled {label!r}")
    if len(shares) == 1:
        return next(iter(shares))
    version = release.choose(label, point(name, sticky())) if sticky else release.live(label)
    assert version is not None  # noqa: S101 -- the alias has shares
    return version


def in_order(release: Release, label: str, wanted: int, last_good: int | None) -> list[int]:
    """Return the versions that may answer for ``wanted``, the best first.

    Where it cannot be served its alias's main version stands in, then the one that was good before, then what else has
    a share.
    """
    shares = release.aliases[label]
    by_share = sorted(shares, key=lambda version: (shares[version], version), reverse=True)
    return list(dict.fromkeys([wanted, by_share[0], *([] if last_good is None else [last_good]), *by_share]))
