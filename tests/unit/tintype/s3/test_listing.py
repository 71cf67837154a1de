import pytest

from tintype.errors import StorageUnavailableError
from tintype.s3.listing import Page, parse

_START = '<?xml version="1.0"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
_END = "</ListBucketResult>"


def _parse(inner):
    return parse((_START + inner + _END).encode())


def test_keys():
    """Keys come in the listing's order, with the XML's escapes undone."""
    page = _parse("<Contents><Key>a &amp; b</Key><Size>1</Size></Contents><Contents><Key>ä/ b</Key></Contents>")
    assert page == Page(["a & b", "ä/ b"], [], "")


def test_prefixes():
    """Common prefixes are told from keys, and from the prefix that was asked for."""
    page = _parse("<Prefix>p/</Prefix><CommonPrefixes><Prefix>p/a/</Prefix></CommonPrefixes>")
    assert page == Page([], ["p/a/"], "")


def test_next():
    """The token of the next page is kept as it is."""
    assert _parse("<NextContinuationToken>1/a+b=</NextContinuationToken>").next == "1/a+b="


def test_nothing():
    """An empty listing is an empty page."""
    assert _parse("<KeyCount>0</KeyCount>") == Page([], [], "")


@pytest.mark.parametrize("document", [b"", b"hello", b"<ListBucketResult>", b"\xff"])
def test_no_xml(document):
    """What is no XML is an error that may pass."""
    with pytest.raises(StorageUnavailableError, match="Expected a listing in XML"):
        parse(document)
