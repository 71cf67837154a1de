from __future__ import annotations

import threading

import pytest

from tintype.serving.background import Background


def test_result():
    """The result is what the function returns in its own thread."""
    assert Background(threading.get_ident).result() != threading.get_ident()


def test_error():
    """What the function raises is raised where its result is asked for."""
    failing = Background(lambda: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        failing.result()


def test_wait(own_threads):
    """Waiting raises nothing and leaves no thread behind."""
    Background(lambda: 1 // 0).wait()
    assert own_threads() == set()
