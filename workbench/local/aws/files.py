"""Write small files so that a reader, or a restart, sees the old one or the new one and nothing between."""

import os
import tempfile
from pathlib import Path


def replace(path: Path, content: bytes) -> None:
    """Put `content` at `path` in one step; its folder has to exist.

    The page cache outlives a killed process, so nothing is flushed to the disk here.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(name).replace(path)
