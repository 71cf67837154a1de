"""TensorFlow without its start-up chatter, which no Python setting silences: native code writes to descriptor 2."""

from __future__ import annotations

import os
import re
import sys
from collections import deque
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_STDERR = 2
_KEPT = 200  # lines of chatter that are shown after all when the block raises
_CHATTER = re.compile(
    rb"""[IWE]\d{4}\s[\d:.]+\s  # absl's log lines
    |WARNING:\ All\ log\ messages\ before\ absl
    |INFO:\ Created\ TensorFlow\ Lite
    |fully_quantize:\ \d
    |To\ enable\ the\ following\ instructions""",
    re.VERBOSE,
)


@contextmanager
def native_chatter_dropped() -> Iterator[None]:
    """Let everything through to standard error but the native libraries' log lines; those follow if the block raises.

    It goes through at once, so that the last words of a process that crashes are not lost.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    sys.stderr.flush()
    saved = os.dup(_STDERR)
    source, sink = os.pipe()
    os.dup2(sink, _STDERR)
    os.close(sink)
    dropped: deque[bytes] = deque(maxlen=_KEPT)
    pump = Thread(target=_pump, args=(source, saved, dropped), daemon=True)
    pump.start()
    failed = True
    try:
        with _past(saved):
            yield
        failed = False
    finally:
        sys.stderr.flush()
        os.dup2(saved, _STDERR)  # the pipe's last writer: the pump comes to its end
        pump.join()
        if failed:
            os.write(saved, b"".join(dropped))
        os.close(saved)


@contextmanager
def _past(saved: int) -> Iterator[None]:
    """Lead what Python prints past the pipe: a terminal stays one, so that bars are drawn on it."""
    own = sys.stderr
    if own is not sys.__stderr__:  # a test's
        yield
        return
    with open(saved, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False) as direct:
        sys.stderr = direct
        try:
            yield
        finally:
            sys.stderr = own


def _pump(source: int, target: int, dropped: deque[bytes]) -> None:
    with open(source, "rb") as lines:
        for line in lines:
            if _CHATTER.match(line):
                dropped.append(line)
            else:
                os.write(target, line)
