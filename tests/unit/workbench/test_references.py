from __future__ import annotations

import pytest

from tintype.errors import ModelNotFoundError, VersionNotFoundError
from tintype.registry import promote
from workbench.references import MalformedReferenceError, named


def test_named(bucket, publish_quadrants):
    """A version is named by its number or by an alias that has it."""
    promote(bucket, "quadrants", publish_quadrants(), alias="staging")
    assert named(bucket, "quadrants@7") == ("quadrants", 7)
    assert named(bucket, "quadrants@staging") == ("quadrants", 1)


@pytest.mark.parametrize("text", ["quadrants", "@3", "quadrants@", "No@3"])
def test_no_version(bucket, text):
    """What names no version is refused with an example of one: what is live is not meant."""
    with pytest.raises(MalformedReferenceError, match="digits@3"):
        named(bucket, text)


def test_unknown(bucket, publish_quadrants):
    """An alias that nothing is released under stands for no version."""
    with pytest.raises(ModelNotFoundError):
        named(bucket, "quadrants@staging")
    promote(bucket, "quadrants", publish_quadrants())
    with pytest.raises(VersionNotFoundError):
        named(bucket, "quadrants@staging")
