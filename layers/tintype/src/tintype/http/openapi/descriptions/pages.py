"""The public pages, which need no key."""

from __future__ import annotations

from tintype.http.openapi.describing import Described, json

PUBLIC = {"openapi", "docs", "health"}
"""The actions that template.yaml leaves open."""

DESCRIPTIONS = {
    "openapi": Described("About", "This document", {"application/json": {"type": "object"}}),
    "docs": Described("About", "An interactive page about this document", {"text/html": {"type": "string"}}),
    "health": Described("About", "Whether the function runs; it asks nobody", json("Health")),
}
