"""A name that follows from what it stands for."""

from __future__ import annotations

import json
from hashlib import sha256


def fingerprint(said: object) -> str:
    """Return the SHA-256, in hexadecimal, of a value's canonical JSON: sorted keys, no spaces, ASCII."""
    return sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
