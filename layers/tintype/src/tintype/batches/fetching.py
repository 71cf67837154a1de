"""Images on their way while earlier ones are decoded and run."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from queue import SimpleQueue
from typing import TYPE_CHECKING

from tintype.errors import ObjectNotFoundError, ObjectTooLargeError, PreconditionFailedError, RequestError
from tintype.errors import UploadGoneError as GoneError
from tintype.errors import UploadSupersededError as SupersededError
from tintype.errors import UploadTooLargeError as TooLargeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future

    from tintype.batches.events import Item
    from tintype.s3 import Bucket

    Fetched = tuple[Item, bytes | RequestError]
    """An image's bytes, or why it can never be read."""

CONNECTIONS = 16  # with 20 ms for each image, 100 small ones took 514 ms by 4, 272 ms by 8, 153 ms by 16
MOST_AHEAD = 67_108_864  # bytes of images under way, as far as the list says sizes


@contextmanager
def fetched(buckets: Sequence[Bucket], items: Sequence[Item], most_bytes: int) -> Iterator[Iterator[Fetched]]:
    """Give an iterator over the images in the order of the items; at most two for each connection are in memory.

    Of large images fewer are: no more than ``MOST_AHEAD`` bytes and one image.

    The iterator raises StorageUnavailableError or AccessDeniedError where S3 says so: that is about the whole block.

    Args:
        buckets: where they lie, over as many connections as read at once.
        items: which.
        most_bytes: larger ones are not read.
    """
    idle: SimpleQueue[Bucket] = SimpleQueue()
    for bucket in buckets:
        idle.put(bucket)

    def read(item: Item) -> bytes | RequestError:
        bucket = idle.get()
        try:
            return _read(bucket, item, most_bytes)
        finally:
            idle.put(bucket)

    pool = ThreadPoolExecutor(len(buckets), thread_name_prefix="fetching")
    try:
        yield _in_order(pool, read, items, 2 * len(buckets))
    finally:
        pool.shutdown(cancel_futures=True)


def _in_order(
    pool: ThreadPoolExecutor, read: Callable[[Item], bytes | RequestError], items: Sequence[Item], ahead: int
) -> Iterator[Fetched]:
    under_way: deque[tuple[Item, Future[bytes | RequestError]]] = deque()
    for item in items:
        under_way.append((item, pool.submit(read, item)))
        while len(under_way) >= ahead or (under_way and sum(each.size for each, _ in under_way) > MOST_AHEAD):
            first, future = under_way.popleft()
            yield first, future.result()
    for first, future in under_way:
        yield first, future.result()


def _read(bucket: Bucket, item: Item, most_bytes: int) -> bytes | RequestError:
    if item.size > most_bytes:
        return TooLargeError(item.size, most_bytes)
    try:
        return bytes(bucket.get(item.key, if_match=f'"{item.etag}"' if item.etag else "", most_bytes=most_bytes).body)
    except ObjectTooLargeError as error:  # a manifest need not say sizes
        return TooLargeError(error.size, most_bytes)
    except ObjectNotFoundError:
        return GoneError()
    except PreconditionFailedError:
        return SupersededError()
