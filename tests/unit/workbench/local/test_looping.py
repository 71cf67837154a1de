from threading import Event

from workbench.local.looping import Loop


class Waiting(Loop):
    """Does nothing but wait for its end."""

    def __init__(self):
        super().__init__()
        self.ended = Event()

    def _run(self):
        self._stop.wait(30)
        self.ended.set()


def test_life():
    """It runs from its start until it is closed, which waits for what is under way."""
    loop = Waiting()
    loop.start()
    assert not loop.ended.wait(0.05)
    loop.close()
    assert loop.ended.is_set()
