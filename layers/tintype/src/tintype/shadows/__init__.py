"""A version that is asked beside the one that answers: nobody gets its answers, and what differs is kept.

The call is handed to a queue before it is answered, as nothing runs after a response; another function works it off.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tintype.shadows.batch import answer
    from tintype.shadows.handing import hand
    from tintype.shadows.worker import Worker

__all__ = ["Worker", "answer", "hand"]

_WHERE = {"Worker": "worker", "answer": "batch", "hand": "handing"}


def __getattr__(name: str) -> object:
    """Import what hands calls over where one is, and what compares where that is done."""
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
