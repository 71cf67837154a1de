"""Where an imported version comes from, as its manifest keeps it."""

from __future__ import annotations

from typing import Any

from training.lineage import libraries, origin


def lineage(document: dict[str, Any]) -> dict[str, Any]:
    """Return the manifest's lineage.

    Args:
        document: the report.
    """
    conversion = {key: document[key] for key in ("chosen", "policy", "softmax_added")}
    return origin(source=document["source"], conversion=conversion, libraries=libraries())
