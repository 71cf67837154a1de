"""What can go wrong before two versions are compared."""

from tintype.errors import TintypeError


class GateError(TintypeError):
    """There is nothing to compare, or nothing to compare it on."""

    status = 400

    def __init__(self, expected: str, received: str, mend: str) -> None:
        super().__init__(f"Expected {expected}, received {received}. {mend}")
