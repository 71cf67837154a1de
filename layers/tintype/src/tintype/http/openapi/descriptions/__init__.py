"""What is said of each operation of ``tintype.http.routes.OPERATIONS``, by its action."""

from __future__ import annotations

from tintype.http.openapi.descriptions import inference, jobs, native, pages, serving

DESCRIPTIONS = {
    **pages.DESCRIPTIONS,
    **native.DESCRIPTIONS,
    **serving.DESCRIPTIONS,
    **inference.DESCRIPTIONS,
    **jobs.DESCRIPTIONS,
}
