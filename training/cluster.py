"""The hosts that train one model together, from SageMaker's ``SM_HOSTS`` and ``SM_CURRENT_HOST``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from training.errors import ClusterError

if TYPE_CHECKING:
    from collections.abc import Mapping

PORT = 7777
"""Where a host listens whose name has no port; within a training job all ports are open between its hosts."""


class Cluster(NamedTuple):
    """The hosts in one order for all; the first is the chief, which alone measures, writes and publishes.

    Attributes:
        hosts: as ``name`` or ``name:port``.
        rank: this host's place among them, from 0.
    """

    hosts: tuple[str, ...] = ("localhost",)
    rank: int = 0

    @classmethod
    def read(cls, environ: Mapping[str, str], base: Path) -> Cluster:
        """Read ``SM_HOSTS`` and ``SM_CURRENT_HOST``, else SageMaker's ``resourceconfig.json``, else: this host alone.

        Raises:
            ClusterError: the hosts are no list, or this one is not among them.
        """
        path = Path(environ.get("SM_INPUT_CONFIG_DIR") or base / "input" / "config") / "resourceconfig.json"
        resources = json.loads(path.read_bytes()) if path.is_file() else {}
        hosts = json.loads(environ["SM_HOSTS"]) if environ.get("SM_HOSTS") else resources.get("hosts", ["localhost"])
        current = environ.get("SM_CURRENT_HOST") or resources.get("current_host", "localhost")
        if not isinstance(hosts, list) or current not in hosts:
            raise ClusterError(
                "SM_CURRENT_HOST to be one of SM_HOSTS, a JSON list of names",
                f"{current!r} and {hosts!r}",
                "Set both, or neither for one host.",
            )
        ordered = tuple(sorted(hosts))
        return cls(ordered, ordered.index(current))

    @property
    def size(self) -> int:
        """How many hosts there are."""
        return len(self.hosts)

    @property
    def is_chief(self) -> bool:
        """Whether this host is the one that writes."""
        return self.rank == 0

    def tf_config(self) -> str:
        """Return TensorFlow's ``TF_CONFIG``: every host a worker, the first of which is the chief."""
        workers = [host if ":" in host else f"{host}:{PORT}" for host in self.hosts]
        document: dict[str, Any] = {
            "cluster": {"worker": workers},
            "task": {"type": "worker", "index": self.rank},
        }
        return json.dumps(document)


ALONE = Cluster()
