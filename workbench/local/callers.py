"""Who may call the local stack: API keys, each made once and kept in the stack's home."""

import re
import secrets
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from workbench.local.layout import Layout

if TYPE_CHECKING:
    from workbench.local.template.description import Api

DEFAULT_KEY = "local"
_NAME = re.compile(r"[A-Za-z0-9_-]+")


def key_names(api: "Api | None", callers: Iterable[str] = ()) -> list[str]:
    """Return the ids of all keys: the template's, else a single one, and one for each further caller."""
    named = [key.name for key in api.keys] if api else []
    return list(dict.fromkeys([*(named or [DEFAULT_KEY]), *callers]))


def api_keys(layout: Layout, names: Collection[str]) -> dict[str, str]:
    """Return each key's value by its id; a new one is made at its first mention.

    Raises:
        ValueError: an id is no name of a file.
    """
    for name in names:
        if not _NAME.fullmatch(name):
            message = f"expected letters, digits, _ and - as a caller's name, received {name!r}"
            raise ValueError(message)
    return {name: _value(layout, name) for name in names}


def _value(layout: Layout, name: str) -> str:
    path = layout.api_keys / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(30))
    return path.read_text().strip()
