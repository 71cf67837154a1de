"""A multipart body to its parts: RFC 2046, section 5.1, and RFC 7578.

The standard library's ``email`` and the packages that do this take 10 to 25 ms to import; this takes none that counts.
"""

from __future__ import annotations

import re
from binascii import a2b_base64
from typing import NamedTuple

from tintype.errors import Base64Error, MultipartError, TooManyImagesError, shown
from tintype.http.fields import parameters

MOST = 256
"""How many parts a body may have."""

_MOST_HEADER = 8192  # bytes of all headers of a part
_BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]")
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_FOLD = re.compile(rb"\r\n(?=[ \t])")
_FORM_ESCAPE = re.compile("%(22|0D|0A)", re.IGNORECASE)  # what browsers write for a quote and for ends of lines


class Part(NamedTuple):
    """One part of a body.

    Attributes:
        name: of the form's field; empty without one.
        filename: as the sender gave it, None without one. It names no file here.
        content_type: in lower case, without parameters; empty without one.
        encoding: the ``Content-Transfer-Encoding`` in lower case; empty without one.
        body: as it was sent.
    """

    name: str
    filename: str | None
    content_type: str
    encoding: str
    body: bytes

    def content(self) -> bytes:
        """Return the body as it was before it was encoded for the way.

        Raises:
            Base64Error: it says that it is base64, and is not.
            MultipartError: it is encoded in another way.
        """
        if self.encoding in ("", "binary", "8bit", "7bit"):
            return self.body
        if self.encoding != "base64":
            raise MultipartError(f"Content-Transfer-Encoding {shown(self.encoding)}; binary and base64 are read")
        try:
            return a2b_base64(self.body.replace(b"\r\n", b""), strict_mode=True)
        except ValueError as error:
            raise Base64Error("a part", str(error)) from None


def parse(body: bytes, content_type: str) -> list[Part]:
    """Return the parts in their order; what stands before the first and after the last is overlooked.

    Args:
        body: whole; each line of it that is not content ends in CRLF.
        content_type: the header with its parameter ``boundary``, in quotes or not.

    Raises:
        MultipartError: it is not formed as the RFCs say, or ends early.
        TooManyImagesError: more parts than ``MOST``.
    """
    delimiter = b"\r\n--" + _boundary(content_type)
    _, *pieces = (b"\r\n" + body).split(delimiter, MOST + 1)  # the first line has no CRLF before it
    if not pieces:
        raise MultipartError("no line of two hyphens and the boundary")
    parts: list[Part] = []
    for piece in pieces:
        if piece[:2] == b"--":
            _ends(piece[2:])
            return parts
        if len(parts) == MOST:
            raise TooManyImagesError(MOST + max(1, piece.count(delimiter)), MOST)
        parts.append(_part(piece.lstrip(b" \t")))
    raise MultipartError("no last line of the boundary between two pairs of hyphens; was it sent completely?")


def _boundary(content_type: str) -> bytes:
    boundary = parameters(content_type)[1].get("boundary", "")
    if not _BOUNDARY.fullmatch(boundary):
        raise MultipartError(f"the boundary {shown(boundary)} in the Content-Type; it has 1 to 70 characters of a few")
    return boundary.encode()


def _ends(rest: bytes) -> None:
    rest = rest.lstrip(b" \t")
    if rest and rest[:2] != b"\r\n":
        raise MultipartError("more on the last boundary's line")


def _part(piece: bytes) -> Part:
    """Read what follows a boundary: the rest of its line, the headers, an empty line, the body."""
    if piece[:2] != b"\r\n":
        raise MultipartError("a boundary's line that does not end in CRLF")
    end = piece.find(b"\r\n\r\n", 0, _MOST_HEADER)
    if end < 0:
        raise MultipartError(f"a part without an empty line after at most {_MOST_HEADER:,} bytes of headers")
    headers = _headers(piece[2:end])
    disposition = parameters(headers.get("content-disposition", ""))[1]
    return Part(
        _unescaped(disposition.get("name", "")),
        _filename(disposition),
        parameters(headers.get("content-type", ""))[0],
        parameters(headers.get("content-transfer-encoding", ""))[0],
        piece[end + 4 :],
    )


def _headers(block: bytes) -> dict[str, str]:
    headers = {}
    for line in _FOLD.sub(b"", block).split(b"\r\n") if block else ():
        name, colon, value = line.decode(errors="replace").partition(":")
        if not colon or not _NAME.fullmatch(name):
            raise MultipartError(f"a header {shown(name)} of a part")
        headers[name.lower()] = value.strip()
    return headers


def _filename(disposition: dict[str, str]) -> str | None:
    if "filename*" in disposition:
        from urllib.parse import unquote  # only older clients write it

        return unquote(disposition["filename*"].rpartition("'")[2], errors="replace")  # RFC 8187: charset'language'text
    return _unescaped(disposition["filename"]) if "filename" in disposition else None


def _unescaped(text: str) -> str:
    return _FORM_ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
