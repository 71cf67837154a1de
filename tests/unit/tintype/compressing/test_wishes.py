from __future__ import annotations

import pytest

from tintype.compressing.wishes import Wishes, read
from tintype.errors import OptionError

BOTH = ("image/webp", "image/jpeg")


def test_none():
    """Without wishes the accepted formats compete at JPEG's quality 80."""
    assert read({"top": "5"}, BOTH) == Wishes(BOTH, 80)


def test_all():
    """A format that is named is the only one, whatever is accepted."""
    assert read({"format": "avif", "psnr": "36.5", "bytes": "2000"}, BOTH) == Wishes(
        ("image/avif",), psnr=36.5, most_bytes=2000, named=True
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"format": "png"}, "one of webp, jpeg, avif"),
        ({"quality": "0"}, "from 1 to 100"),
        ({"quality": "101"}, "from 1 to 100"),
        ({"quality": "८०"}, "from 1 to 100"),
        ({"psnr": "nan"}, "from 10 to 60"),
        ({"psnr": "much"}, "from 10 to 60"),
        ({"psnr": "1e3"}, "from 10 to 60"),
        ({"bytes": "-1"}, "from 1 to"),
        ({"bytes": "9" * 5000}, "from 1 to"),
        ({"quality": "50", "psnr": "40"}, "left out where psnr is given"),
    ],
)
def test_refused(query, expected):
    """A value that is none is refused with what would be one."""
    with pytest.raises(OptionError, match=expected):
        read(query, BOTH)
