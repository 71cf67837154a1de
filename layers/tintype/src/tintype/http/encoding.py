"""What a body's ``Content-Encoding`` takes back: gzip, as TensorFlow Serving reads it (RFC 9110, section 8.4)."""

from __future__ import annotations

from tintype.errors import BodyTooLargeError, RequestError, UnsupportedEncodingError

_GZIP = 31  # zlib's window of 15 bits, and 16 for gzip's header and checksum
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
