"""Content encodings: gzip, in bodies that come and in answers that go (RFC 9110, sections 8.4 and 12.5.3)."""

from __future__ import annotations

from typing import Any

from tintype.errors import BodyTooLargeError, RequestError, UnsupportedEncodingError
from tintype.http.codecs import to_base64

_GZIP = 31  # zlib's window of 15 bits, and 16 for gzip's header and checksum
_LEVEL = 1  # 6 makes an answer some 4 % smaller, and takes three to ten times as long
_PAYS = 1400  # characters: less fits into one packet as it is
_BROKEN = "Expected a whole gzip stream, as Content-Encoding says, received {}. Compress it anew, or send it as it is."


def decoded(body: bytes, encoding: str, limit: int) -> bytes:
    """Return the body as it was before it was encoded; never more than ``limit`` bytes are made of it.

    Raises:
        UnsupportedEncodingError: another encoding than gzip.
        BodyTooLargeError: more than ``limit`` bytes.
        RequestError: no gzip, damaged, truncated, or with something behind its end.
    """
    names = [name for part in encoding.lower().split(",") if (name := part.strip()) not in ("", "identity")]
    if not names or not body:
        return body
    if names not in (["gzip"], ["x-gzip"]):
        raise UnsupportedEncodingError(encoding)
    return _decompressed(body, limit)


def _decompressed(body: bytes, limit: int) -> bytes:
    import zlib

    stream = zlib.decompressobj(wbits=_GZIP)
    try:
        data = stream.decompress(body, limit + 1)
    except zlib.error as error:
        raise RequestError(_BROKEN.format(f"bytes that are none ({error})")) from None
    if len(data) > limit:
        raise BodyTooLargeError(len(data), limit)
    if not stream.eof or stream.unused_data:
        raise RequestError(_BROKEN.format("more bytes behind its end" if stream.eof else "one that ends early"))
    return data


def encoded(rendered: dict[str, Any], accept: str) -> dict[str, Any]:
    """Return an integration's response, its text compressed where that pays and the caller takes it.

    The same text gives the same bytes at any time. Bytes stay as they are: images are compressed already.

    Args:
        rendered: the response with its body as text.
        accept: the value of ``Accept-Encoding``; empty where it did not come.
    """
    text: str = rendered["body"]
    if not text or rendered["isBase64Encoded"]:
        return rendered
    headers = rendered["headers"] | {"Vary": "Accept-Encoding"}
    if not accept or not _chosen(accept, len(text)):
        return rendered | {"headers": headers}
    body = _compressed(text.encode(errors="replace"))
    return rendered | {"headers": headers | {"Content-Encoding": "gzip"}, "body": body, "isBase64Encoded": True}


def _chosen(accept: str, size: int) -> bool:
    """Say whether gzip is wanted more than the text as it is; a small text only where it is refused as it is."""
    if size < _PAYS and "0" not in accept:  # nearly all answers: nothing has the weight 0
        return False
    weights = _weights(accept)
    others = weights.get("*")
    gzip = weights.get("gzip", weights.get("x-gzip", others or 0.0))
    plain = weights.get("identity", others)
    return gzip > 0 and gzip >= (plain or 0.0) and (size >= _PAYS or plain == 0)


def _weights(accept: str) -> dict[str, float]:
    from tintype.http.fields import members, parameters, weight

    codings = [parameters(member) for member in members(accept)]
    weights = {name: weight(options.get("q", "1")) for name, options in codings}
    return {name: quality for name, quality in weights.items() if quality is not None}


def _compressed(data: bytes) -> str:
    import zlib

    stream = zlib.compressobj(_LEVEL, wbits=_GZIP)  # its header has no time
    return to_base64(stream.compress(data) + stream.flush())
