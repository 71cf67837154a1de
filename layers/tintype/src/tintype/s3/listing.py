"""The answer to ListObjectsV2.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
"""

from __future__ import annotations

from typing import NamedTuple
from xml.etree import ElementTree as ET

from tintype.errors import StorageUnavailableError

_NAMESPACE = "{http://s3.amazonaws.com/doc/2006-03-01/}"


class Page(NamedTuple):
    """One page of a listing; ``next`` is the token of the next one, empty after the last."""

    keys: list[str]
    prefixes: list[str]
    next: str


def parse(document: bytes | bytearray) -> Page:
    """Read one page.

    Raises:
        StorageUnavailableError: it is no XML.
    """
    try:
        root = ET.fromstring(bytes(document))  # noqa: S314 -- from S3, over TLS
    except ET.ParseError as error:
        raise StorageUnavailableError(f"Expected a listing in XML, received something else: {error}.") from error
    keys = [node.text or "" for node in root.iterfind(f"{_NAMESPACE}Contents/{_NAMESPACE}Key")]
    prefixes = [node.text or "" for node in root.iterfind(f"{_NAMESPACE}CommonPrefixes/{_NAMESPACE}Prefix")]
    return Page(keys, prefixes, root.findtext(f"{_NAMESPACE}NextContinuationToken") or "")
