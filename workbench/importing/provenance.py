"""Where a model comes from: for its lineage and its card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from workbench.importing.sources.original import digest

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.importing.options import Options


class Provenance(NamedTuple):
    """Where a model comes from.

    Attributes:
        file: the name of what was brought along.
        sha256: its digest, in hexadecimal; of a folder that of its files with their names.
        size: in bytes.
        licence, origin: in words.
        notice: a licence's own text, which has to go along.
    """

    file: str
    sha256: str
    size: int
    licence: str = ""
    origin: str = ""
    notice: str = ""

    def document(self) -> dict[str, Any]:
        """Return what the lineage and the report keep."""
        return {key: value for key, value in self._asdict().items() if value and key != "notice"}


def of_path(path: Path, options: Options) -> Provenance:
    """Describe a file or a folder that the owner has."""
    files = [path] if path.is_file() else [item for item in path.rglob("*") if item.is_file()]
    size = sum(item.stat().st_size for item in files)
    return Provenance(path.name, digest(path), size, options.licence, options.origin)
