"""What a running stack tells others: `.tintype/stack.json`."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from workbench.local import lock
from workbench.local.layout import Layout


@dataclass(frozen=True)
class Ready:
    """A running stack's addresses and names.

    Args:
        pid: the supervisor's process id.
        api: the API's address with the stage.
        aws: the local AWS's address.
        api_keys: the callers' by their ids; the template's first one comes first.
        buckets: names by logical id.
        queues: names by logical id.
        code: what the functions run, in words.
        started: seconds since the epoch.
        user_pool: the ARN of the pool whose tokens the API takes; empty where it takes none.
        signs: whether the API asks its callers for signatures.
    """

    pid: int
    api: str
    aws: str
    api_keys: Mapping[str, str]
    buckets: Mapping[str, str]
    queues: Mapping[str, str]
    code: str
    started: float
    user_pool: str = ""
    signs: bool = False

    @property
    def api_key(self) -> str:
        """The first caller's key."""
        return next(iter(self.api_keys.values()))


def write(layout: Layout, ready: Ready) -> None:
    """Say that the stack is ready; only the user can read the file, for it holds the key."""
    path = layout.ready_file
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps(asdict(ready), indent=2) + "\n")
    fresh.replace(path)


def read(layout: Layout) -> Ready | None:
    """Return what the running stack says, or None when none runs or it is not ready yet."""
    pid = lock.holder(layout.lock_file)
    if pid is None or not layout.ready_file.exists():
        return None
    try:
        ready = Ready(**json.loads(layout.ready_file.read_text()))
    except (ValueError, TypeError):  # written by another version of this program
        return None
    return ready if ready.pid == pid else None
