from __future__ import annotations

import threading
import time

from hypothesis import given
from hypothesis import strategies as st

from tintype.uploads.room import Room


@given(st.lists(st.integers(0, 12), min_size=1, max_size=8))
def test_never_more(sizes):
    """However large things are, those inside at once have room, or one is alone; all of them get in."""
    room, inside, done = Room(10), [], []

    def take(size):
        with room.taken(size):
            inside.append(size)
            assert len(inside) == 1 or sum(inside) <= 10
            time.sleep(0.001)
            inside.remove(size)
            done.append(size)

    threads = [threading.Thread(target=take, args=(size,)) for size in sizes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == sorted(sizes)
