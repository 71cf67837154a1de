"""How an alias's traffic is divided between versions."""

from __future__ import annotations

from tintype.errors import ReleaseError

_DECIMALS = 6


def with_share(shares: dict[int, float], version: int, share: float) -> dict[int, float]:
    """Return the shares when ``version`` has ``share``; the others divide the rest as they have divided all.

    Args:
        shares: versions and their shares now.
        version: whose share it is; one that the alias does not have yet joins it.
        share: from 0, which takes the version out, up to, but not including, 1; six decimals count.

    Raises:
        ReleaseError: no such share, or no other version that could have the rest.
    """
    share = round(share, _DECIMALS)
    if not 0 <= share < 1:
        raise ReleaseError(
            f"Expected a share from 0 to below 1, received {share:g}. Promote the version to give it everything."
        )
    others = {other: part for other, part in shares.items() if other != version and part > 0}
    if not others:
        raise ReleaseError(
            f"Expected another version beside {version} that has the rest of the traffic, received none. "
            "Promote one first."
        )
    return divided(others, 1 - share) | ({version: share} if share else {})


def divided(weights: dict[int, float], whole: float = 1.0) -> dict[int, float]:
    """Return the weights as shares of ``whole``, to six decimals; the largest takes what rounding leaves."""
    total = sum(weights.values())
    shares = {version: round(whole * weight / total, _DECIMALS) for version, weight in weights.items()}
    largest = max(shares, key=lambda version: shares[version])
    rest = whole - sum(shares.values()) + shares[largest]
    return {version: share for version, share in {**shares, largest: round(rest, _DECIMALS)}.items() if share}


def text(shares: dict[int, float]) -> str:
    """Return shares for people, the largest first, such as ``"7 90 % + 8 10 %"``; a version alone has no figure."""
    if len(shares) == 1:
        return str(next(iter(shares)))
    ordered = sorted(shares.items(), key=lambda item: (-item[1], item[0]))
    return " + ".join(f"{version} {share * 100:.4g} %" for version, share in ordered) or "nothing"
