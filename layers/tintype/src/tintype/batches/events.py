"""What a Distributed Map gives one child: keys, and what is the same for all of them.

https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from tintype.errors import BatchEventError
from tintype.registry.release import PRODUCTION
from tintype.tasks.parameters import DEFAULT_TOP, MOST_TOP

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Item(NamedTuple):
    """One image; the ETag is empty and the size 0 where the list, such as a manifest, does not say them."""

    key: str
    etag: str = ""
    size: int = 0


class Asked(NamedTuple):
    """What every image of a block is asked for: a model's version, or what a label stands for."""

    model: str
    version: int | None = None
    label: str = PRODUCTION
    top: int = DEFAULT_TOP


class Block(NamedTuple):
    """A block of keys of one bucket, and where its results go (the prefix ends with a slash, or is empty)."""

    bucket: str
    items: tuple[Item, ...]
    asked: Asked
    out_bucket: str
    out_prefix: str


def parse(event: Mapping[str, Any]) -> Block:
    """Read ``{"Items": [{"Key": …}, …], "BatchInput": {"bucket": …, "asked": {…}, "output": {…}}}``.

    Raises:
        BatchEventError: it is something else.
    """
    with reading():
        said = event["BatchInput"]
        output = said["output"]
        items = tuple(_item(item) for item in event["Items"])
        place = _text(output["bucket"]), folder(output.get("prefix", ""))
        return Block(_text(said["bucket"]), items, asked(said["asked"]), *place)


@contextmanager
def reading() -> Iterator[None]:
    """Read an event.

    Raises:
        BatchEventError: something in it is missing, or of another type.
    """
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BatchEventError(f"{type(error).__name__}: {error}") from error


def asked(said: Mapping[str, Any]) -> Asked:
    """Read model, version, label and top; numbers may be text, as in S3 Batch Operations' arguments.

    Raises:
        KeyError, ValueError: one is missing or malformed.
    """
    version, top = said.get("version"), int(said.get("top") or DEFAULT_TOP)
    if not 1 <= top <= MOST_TOP:
        message = f"top is {top}, expected 1 to {MOST_TOP}"
        raise ValueError(message)
    return Asked(_text(said["model"]), int(version) if version else None, said.get("label") or PRODUCTION, top)


def folder(prefix: str) -> str:
    """Return a prefix that ends with a slash, unless it is empty."""
    return prefix if not prefix or prefix.endswith("/") else f"{prefix}/"


def _item(item: Mapping[str, Any]) -> Item:
    low = {name.lower(): value for name, value in item.items()}  # "Key" in S3's listing, "key" in most manifests
    return Item(_text(low["key"]), str(low.get("etag") or "").strip('"'), int(low.get("size") or 0))


def _text(value: Any) -> str:  # noqa: ANN401
    if not isinstance(value, str) or not value:
        message = f"expected a text, received {value!r}"
        raise ValueError(message)
    value.encode()  # half a character is in no key
    return value
