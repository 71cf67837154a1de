"""Reading many small documents at once: each takes a round trip, which is all the time it takes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tintype.s3 import Bucket

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
_CONNECTIONS = 8


def read_each(bucket: Bucket, items: Sequence[_Item], read: Callable[[Bucket, _Item], _Result]) -> list[_Result]:
    """Return what ``read`` gives for each item, in their order; several at once, each over a connection of its own.

    Raises:
        Exception: what ``read`` raised for any of them.
    """

    def run(share: Sequence[_Item]) -> list[_Result]:
        with closing(bucket.twin()) as twin:
            return [read(twin, item) for item in share]

    count = min(_CONNECTIONS, len(items))
    if not count:
        return []
    with ThreadPoolExecutor(count) as pool:
        shares = list(pool.map(run, [items[start::count] for start in range(count)]))
    return [shares[index % count][index // count] for index in range(len(items))]
