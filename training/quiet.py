"""TensorFlow without its start-up chatter, which no Python setting silences: native code writes to descriptor 2."""

from __future__ import annotations

import os
import re
import sys
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_STDERR = 2
_CHATTER = re.compile(
    rb"""[IWE]\d{4}\s[\d:.]+\s           # absl's log lines
    |WARNING:\ All\ log\ messages\ before\ absl
    |INFO:\ Created\ TensorFlow\ Lite
    |To\ enable\ the\ following\ instructions""",
    re.VERBOSE,
)


@contextmanager
def native_chatter_dropped() -> Iterator[None]:
    """Hold back standard error, then show it without the native libraries' log lines; all of it when the block raises.

    Only standard error waits: progress belongs on standard output.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    sys.stderr.flush()
    saved = os.dup(_STDERR)
    with TemporaryFile() as held:
        os.dup2(held.fileno(), _STDERR)
        keep_all = True
        try:
            yield
            keep_all = False
        finally:
            sys.stderr.flush()
            os.dup2(saved, _STDERR)
            os.close(saved)
            held.seek(0)
            for line in held:
                if keep_all or not _CHATTER.match(line):
                    os.write(_STDERR, line)
