"""Where an imported version comes from, as its manifest keeps it."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from platform import python_version
from typing import Any

from training.lineage import code_commit

_LIBRARIES = ("tensorflow-cpu", "keras", "ai-edge-litert", "numpy", "pillow")


def lineage(document: dict[str, Any]) -> dict[str, Any]:
    """Return the manifest's lineage.

    Args:
        document: the report.
    """
    return {
        "source": document["source"],
        "conversion": {key: document[key] for key in ("chosen", "policy", "softmax_added")},
        "commit": code_commit(),
        "libraries": {"python": python_version(), **_versions()},
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _versions() -> dict[str, str]:
    found = {}
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
