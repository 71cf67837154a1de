"""Which model answers an upload: the routing document, the key's first folder, and what the object's metadata says."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from tintype.errors import RoutesError, UploadMetadataError, UploadRoutingError
from tintype.registry.keys import is_name
from tintype.registry.release import PRODUCTION
from tintype.tasks.parameters import DEFAULT_TOP, MOST_TOP

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

METADATA = "x-amz-meta-tintype-"
CALLER = re.compile(r"callers/[0-9a-f]{32}/")
"""The folder of what came by the API."""
_GLOB = {"**": ".*", "*": "[^/]*"}
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")


class Route(NamedTuple):
    """What an upload asks for.

    Attributes:
        model: its name.
        version: exactly this one; None for what ``label`` stands for.
        label: an alias of the release.
        top: how many candidates the answer lists.
        sticky: by which one of several versions that share the label is chosen; empty, by the image.
        by_operator: the routing document says so, whose mistakes are no uploader's.
    """

    model: str
    version: int | None = None
    label: str = PRODUCTION
    top: int = DEFAULT_TOP
    by_operator: bool = False
    sticky: str = ""


class Rule(NamedTuple):
    """One entry of the routing document: keys that match go this way."""

    keys: re.Pattern[str]
    route: Route


def parse(body: bytes | bytearray) -> tuple[Rule, ...]:
    """Read a routing document, ``{"uploads": [{"prefix": "digits/**", "model": "digits", …}, …]}``.

    Raises:
        RoutesError: it is something else.
    """
    try:
        document = json.loads(body)
    except ValueError as error:
        raise RoutesError("a JSON document", f"text that is none: {error}") from error
    entries = document.get("uploads") if isinstance(document, dict) else None
    if not isinstance(entries, list):
        raise RoutesError('{"uploads": [{"prefix": …, "model": …}, …]}', "no such list")
    return tuple(_rule(number, entry) for number, entry in enumerate(entries))


def route(key: str, headers: Mapping[str, str], rules: Sequence[Rule], default_model: str) -> Route:
    """Return what an upload asks for.

    Args:
        key: the object's; a caller's folder (``callers/<32 hexadecimal digits>/``) before it does not count.
        headers: of the object, with ``x-amz-meta-tintype-model``, ``-version``, ``-label``, ``-top`` and ``-sticky``,
            which go before all rules.
        rules: the first one that matches counts.
        default_model: for keys that no rule matches and that have no folder.

    Raises:
        UploadRoutingError: nothing names a model.
        UploadMetadataError: the metadata is malformed.
    """
    own = CALLER.match(key)
    key = key[own.end() :] if own else key
    said = {name[len(METADATA) :]: value for name, value in headers.items() if name.startswith(METADATA)}
    found = next((rule.route for rule in rules if rule.keys.fullmatch(key)), None) or _by_folder(key, default_model)
    chosen = _overridden(found, said)
    if not chosen.model:
        raise UploadRoutingError(key)
    return chosen


def _by_folder(key: str, default_model: str) -> Route:
    folder, slash, _ = key.partition("/")
    return Route(folder if slash else default_model)


def _overridden(found: Route, said: Mapping[str, str]) -> Route:
    model = said.get("model", found.model)
    if model != found.model:  # another model's version and label mean nothing here
        found = Route(model, top=found.top)
    if "label" in said:
        found = found._replace(label=said["label"], version=None, by_operator=False)
    if "version" in said:
        found = found._replace(version=_number("version", said["version"], 999_999_999), by_operator=False)
    found = found._replace(sticky=said.get("sticky", ""))
    return found._replace(top=_number("top", said["top"], MOST_TOP)) if "top" in said else found


def _number(name: str, text: str, most: int) -> int:
    if not _NUMBER.fullmatch(text) or int(text) > most:
        raise UploadMetadataError(METADATA + name, f"a whole number from 1 to {most:,}", text)
    return int(text)


def _rule(number: int, entry: Any) -> Rule:  # noqa: ANN401
    where = f"entry {number} of its list"
    if not isinstance(entry, dict) or entry.keys() - {"prefix", "model", "version", "label", "top"}:
        raise RoutesError(f"an object with prefix, model, version, label or top as {where}", repr(entry))
    prefix, model, label = entry.get("prefix"), entry.get("model"), entry.get("label", PRODUCTION)
    if not isinstance(prefix, str) or not prefix:
        raise RoutesError(f'a pattern of keys, such as "digits/**", as prefix in {where}', repr(prefix))
    if not isinstance(model, str) or not is_name(model):
        raise RoutesError(f"a model's name as model in {where}", repr(model))
    if not isinstance(label, str) or not label:
        raise RoutesError(f"a label in {where}", repr(label))
    version, top = (_whole(entry, name, most, where) for name, most in (("version", 999_999_999), ("top", MOST_TOP)))
    return Rule(_pattern(prefix), Route(model, version, label, top or Route._field_defaults["top"], by_operator=True))


def _whole(entry: dict[str, Any], name: str, most: int, where: str) -> int | None:
    value = entry.get(name)
    if value is not None and (type(value) is not int or not 1 <= value <= most):
        raise RoutesError(f"a whole number from 1 to {most:,} as {name} in {where}", repr(value))
    return value


def _pattern(prefix: str) -> re.Pattern[str]:
    whole = prefix + "**" if prefix.endswith("/") else prefix
    return re.compile("".join(_GLOB.get(part) or re.escape(part) for part in re.split(r"(\*\*|\*)", whole)), re.DOTALL)
