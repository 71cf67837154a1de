from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.policy import HTTP

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from requests.models import RequestEncodingMixin
from urllib3.filepost import encode_multipart_formdata

from tintype.errors import Base64Error, MultipartError, RequestError, TooManyImagesError
from tintype.http.multipart import MOST, Part, parse

FORM = 'multipart/form-data; boundary="b"'
NAMES = st.text(st.characters(categories=("L", "N", "P", "S", "Zs"), exclude_characters='"\\%'), max_size=30)


def body(*parts: bytes) -> bytes:
    return b"".join(b"--b\r\n" + part + b"\r\n" for part in parts) + b"--b--\r\n"


def contents(parts: list[Part]) -> list[bytes]:
    return [part.content() for part in parts]


@given(st.lists(st.tuples(NAMES.filter(str.strip), st.binary(max_size=200)), min_size=1, max_size=10))
def test_urllib3(files):
    """What urllib3 encodes comes back the same, names included."""
    encoded, content_type = encode_multipart_formdata([("image", (name, data, "image/png")) for name, data in files])
    parts = parse(encoded, content_type)
    assert [(part.name, part.filename, part.content()) for part in parts] == [("image", *file) for file in files]
    assert {part.content_type for part in parts} == {"image/png"}


@given(st.lists(st.binary(max_size=200), min_size=1, max_size=5))
def test_requests(bodies):
    """What requests encodes comes back the same, fields before files."""
    files = [("image", (f"{index}.png", data)) for index, data in enumerate(bodies)]
    encoded, content_type = RequestEncodingMixin._encode_files(files, {"top": "3"})  # noqa: SLF001 -- no public door
    first, *parts = parse(encoded, content_type)
    assert (first.name, first.filename, first.body) == ("top", None, b"3")
    assert contents(parts) == bodies


@given(st.lists(st.binary(max_size=200), min_size=1, max_size=5))
def test_email(bodies):
    """What the standard library encodes comes back the same, from base64."""
    message = MIMEMultipart("mixed", policy=HTTP)
    for data in bodies:
        message.attach(MIMEApplication(data, "octet-stream", policy=HTTP))
    encoded = message.as_bytes().partition(b"\r\n\r\n")[2]
    parts = parse(encoded, message["Content-Type"])
    assert contents(parts) == bodies
    assert {(part.name, part.encoding) for part in parts} == {("", "base64")}


@given(st.lists(st.sampled_from([b"--b", b"--", b"\r\n", b" ", b"a: b", b"x", b"\n", b":"]), max_size=30))
@example([])
def test_pieces(pieces):
    """Whatever its pieces are put together to, a body is read or refused."""
    try:
        parts = parse(b"".join(pieces), FORM)
    except RequestError:
        return
    assert all(isinstance(part.body, bytes) for part in parts)


@given(st.binary(max_size=300), st.text(max_size=100))
def test_random(data, content_type):
    """Random bytes under a random type are refused, or read, and nothing else."""
    for kind in (FORM, content_type, f"multipart/form-data; boundary={content_type}"):
        with suppress(RequestError):
            contents(parse(data, kind))


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/form-data; boundary=a'b",
        'multipart/form-data; boundary="a\'b"',
        'Multipart/Form-Data;charset=utf-8;BOUNDARY="a\'b"; x=y',
    ],
)
def test_boundary(content_type):
    """A boundary stands in quotes or not, among other parameters."""
    assert contents(parse(b"--a'b\r\n\r\none\r\n--a'b--", content_type)) == [b"one"]


@pytest.mark.parametrize("boundary", ["", '""', "x" * 71, '"x "', "é", '"a\tb"', "a{b"])
def test_bad_boundary(boundary):
    """A boundary that the standard does not know is refused."""
    with pytest.raises(MultipartError, match="the boundary"):
        parse(b"--x\r\n\r\none\r\n--x--", f"multipart/form-data; boundary={boundary}")


@pytest.mark.parametrize(
    ("whole", "expected"),
    [
        (b"--b\r\n\r\none\r\n--b--", [b"one"]),
        (b"preamble\r\n--b\r\n\r\none\r\n--b--\r\nepilogue\r\n--b\r\n", [b"one"]),
        (b"\r\n--b \t\r\n\r\none\r\n--b-- \t\r\n", [b"one"]),
        (b"--b\r\n\r\n\r\n--b\r\nX: y\r\n\r\n--a\n--b\r\r\n\r\n--b--", [b"", b"--a\n--b\r\r\n"]),
        (b"--b--\r\n", []),
    ],
    ids=["least", "around", "padding", "nearly", "none"],
)
def test_lines(whole, expected):
    """Each end of a line that belongs to a boundary is left out, and no other."""
    assert contents(parse(whole, FORM)) == expected


@pytest.mark.parametrize(
    ("whole", "reason"),
    [
        (b"--b\n\none\n--b--\n", "does not end in CRLF"),
        (b"--c\r\n\r\none\r\n--c--", "no line of two hyphens"),
        (b"x--b\r\n\r\none", "no line of two hyphens"),
        (b"--b\r\n\r\none\r\n", "sent completely"),
        (b"--b\r\n\r\none\r\n--b", "does not end in CRLF"),
        (b"--b\r\n\r\none\r\n--bc--", "does not end in CRLF"),
        (b"--b\r\n\r\none\r\n--b--c", "more on the last"),
        (b"--b\r\nA: b\r\n--b--", "without an empty line"),
        (b"--b\r\nA: " + b"b" * 9000 + b"\r\n\r\none\r\n--b--", "8,192 bytes of headers"),
        (b"--b\r\nno header\r\n\r\none\r\n--b--", "a header"),
        (b"--b\r\n: b\r\n\r\none\r\n--b--", "a header"),
        (b"--b\r\nA : b\r\n\r\none\r\n--b--", "a header"),
    ],
)
def test_malformed(whole, reason):
    """What is not formed as the standard says is refused with the reason."""
    with pytest.raises(MultipartError, match=reason):
        parse(whole, FORM)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (b'form-data; name="image"; filename="a.png"', ("image", "a.png")),
        (b"form-data; name=image; filename=a.png", ("image", "a.png")),
        (b'form-data;\r\n name="image";\r\n\tfilename="a.png"', ("image", "a.png")),
        ('form-data; name="Bild"; filename="größe 七.png"'.encode(), ("Bild", "größe 七.png")),
        (b'form-data; name="%22a%0d%0A"; filename="100%.png"', ('"a\r\n', "100%.png")),
        (b'form-data; name="a"; filename="say \\"x\\".png"', ("a", 'say "x".png')),
        (b"attachment; filename*=UTF-8''%E4%B8%83.png", ("", "七.png")),
        (b'form-data; name="a"; filename=""', ("a", "")),
        (b'form-data; name="a"', ("a", None)),
        (b'form-data; name="\xff"', ("\ufffd", None)),
        (b"form-data", ("", None)),
    ],
)
def test_names(header, expected):
    """Names are read as clients write them: in quotes, escaped, folded, in UTF-8."""
    (part,) = parse(body(b"Content-Disposition: " + header + b"\r\n\r\nx"), FORM)
    assert (part.name, part.filename) == expected


def test_encoding():
    """Base64 is decoded, with ends of lines and in any case; other encodings are refused part by part."""
    head = b"Content-Transfer-Encoding: "
    encoded = [head + b"BASE64\r\n\r\nb25l\r\nIHR3\r\nbw==\r\n", head + b"8bit\r\n\r\none", head + b"base64\r\n\r\nb25"]
    good, plain, cut, other = parse(body(*encoded, head + b"x-uuencode\r\n\r\none"), FORM)
    assert contents([good, plain]) == [b"one two", b"one"]
    with pytest.raises(Base64Error, match="in a part"):
        cut.content()
    with pytest.raises(MultipartError, match="x-uuencode"):
        other.content()


def test_many():
    """As many parts as are allowed are read, one more is refused with their number."""
    assert len(parse(body(*[b"\r\nx"] * MOST), FORM)) == MOST
    with pytest.raises(TooManyImagesError, match="at most 256 images in one call, received 300"):
        parse(body(*[b"\r\nx"] * 300), FORM)


def test_only_when_asked():
    """Nobody who sends one image waits for the import of this."""
    script = "import sys, tintype.http; sys.exit('tintype.http.multipart' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
