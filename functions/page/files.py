"""The page's files as they are sent: read, bundled and compressed once, when a container starts."""

from __future__ import annotations

import gzip
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from functions.page.bundle import bundle

if TYPE_CHECKING:
    from pathlib import Path

_KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


class File(NamedTuple):
    """One file: its media type, its bytes, the same compressed, and a strong tag."""

    kind: str
    body: bytes
    compressed: bytes
    tag: str

    @classmethod
    def of(cls, kind: str, body: bytes) -> File:
        """Return the file of these bytes."""
        return cls(
            f"{kind}; charset=utf-8", body, gzip.compress(body, 9, mtime=0), f'"{sha256(body).hexdigest()[:32]}"'
        )


class Site(NamedTuple):
    """Everything that is sent.

    Attributes:
        template: the page itself, with ``{base}`` where its API's address goes, and ``{page}`` for its files'.
        folder: the path of its files, which changes with any of them, so that browsers may keep them for ever.
        files: by their whole path.
    """

    template: str
    folder: str
    files: dict[str, File]

    @classmethod
    def read(cls, folder: Path) -> Site:
        """Read the site in a folder; its modules become one script.

        Raises:
            ValueError: modules import each other in a circle, or what is not there.
        """
        sources = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix in _KINDS}
        modules = {name: sources.pop(name).decode() for name in list(sources) if name.endswith(".js")}
        sources["page.js"] = bundle(modules, "main.js").encode()
        digest = sha256(b"".join(name.encode() + b"\0" + body for name, body in sorted(sources.items()))).hexdigest()
        where = f"/page/{digest[:16]}"
        files = {f"{where}/{name}": File.of(_KINDS["." + name.rpartition(".")[2]], sources[name]) for name in sources}
        return cls((folder / "index.html").read_text(encoding="utf-8"), where, files)
