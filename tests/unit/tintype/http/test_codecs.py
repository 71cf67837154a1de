from __future__ import annotations

import gc
import json
import math
from base64 import b64encode
from binascii import a2b_base64, b2a_base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tintype.errors import JsonError
from tintype.http import codecs
from tintype.http.codecs import from_base64, from_json, to_base64, to_json
from tintype.http.request import json_object

LARGE = codecs._LARGE  # noqa: SLF001
ALPHABET = st.sampled_from("AQaz09+/=-_ \n\x00é")
VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers(-(2**63), 2**64 - 1) | st.text(st.characters()),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def padded(text):
    """As the last part of an object that is large enough for orjson; white space means nothing to JSON."""
    return f'{{"x":{text}{" " * LARGE}}}'.encode(errors="surrogatepass")


def outcome(call, argument):
    try:
        return repr(call(argument))  # which NaN equals, and -0.0 does not equal 0
    except (ValueError, RecursionError, JsonError) as error:
        return type(error), str(error)


def small_json(body):
    """As it would be read were it small."""
    try:
        return json.loads(body)
    except RecursionError:
        raise JsonError("it is nested too deeply") from None
    except ValueError as error:
        raise JsonError(str(error)) from None


@given(VALUES)
def test_large_json(value):
    """A large body gives the same as a small one would, whatever JSON holds."""
    body = padded(json.dumps(value))
    assert outcome(json_object, body) == outcome(small_json, body)


@pytest.mark.parametrize(
    "text",
    [
        "NaN",
        "[Infinity, -Infinity]",
        '"\\ud800"',
        '{"a": 1, "a": 2}',
        "-0",
        "-0.0",
        "1e400",
        "1e-400",
        "2.2250738585072011e-308",
        "18446744073709551615",
        "-9223372036854775808",
        "1" + "0" * 400,
        "1" * 5000,
        "[" * 1025 + "]" * 1025,
        "[" * 200_000 + "]" * 200_000,
        "01",
        "1.",
        "[1,]",
        '"\x01"',
        "nul",
        "",
        '"\ud800"',
    ],
    ids=lambda text: ascii(text[:20]),
)
def test_what_orjson_reads_otherwise(text):
    """What orjson does not read is read, or refused in the same words, as in a small body."""
    body = padded(text)
    assert outcome(json_object, body) == outcome(small_json, body)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_other_encodings(encoding):
    """A byte order mark and other encodings of Unicode are understood in any size."""
    assert from_json(('["é"' + " " * LARGE + "]").encode(encoding)) == ["é"]


@pytest.mark.parametrize("text", ["18446744073709551616", "-9223372036854775809", "123456789012345678901234567890"])
def test_beyond_64_bits(text):
    """An integer that no dtype holds has the same value as a float."""
    (value,) = from_json(padded(text)).values()
    assert float(value) == float(int(text))


@given(st.binary())
def test_any_json_bytes(data):
    """Any bytes give the same value, or the same error, as json gives."""
    body = data + b" " * LARGE
    assert outcome(from_json, body) == outcome(json.loads, body)


@pytest.mark.parametrize("text", ["1", "NaN", "nul"])
@pytest.mark.parametrize("collects", [True, False])
def test_garbage(text, collects):
    """Whether garbage is collected is afterwards as it was before."""
    (gc.enable if collects else gc.disable)()
    try:
        outcome(from_json, padded(text))
        assert gc.isenabled() == collects
    finally:
        gc.enable()


@given(VALUES, st.booleans())
def test_written_json(value, many):
    """What is written, with many values or few, is read as it was, the tokens of TensorFlow Serving included."""
    document = {"values": [0.5] * (5000 * many), "x": value}
    assert outcome(json.loads, to_json(document)) == outcome(json.loads, json.dumps(document))


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 2**64, -(2**63) - 1, None, "null", "\ud800", (1, 2)])
def test_what_orjson_writes_otherwise(value):
    """What orjson cannot write, or writes as null, is written as in a small document."""
    document = {"values": [[0.5, value]] * 3000}
    assert to_json(document) == json.dumps(document, separators=(",", ":"), ensure_ascii=False)


@pytest.mark.parametrize(
    ("document", "values"),
    [
        (1.5, 0),
        ("text", 0),
        ({}, 0),
        ([], 0),
        ([1], 1),
        ([[1, 2]] * 3, 6),
        ({"a": [1, 2], "b": {"c": [[1], [2], [3]]}, "d": 1}, 5),
        ([{"scores": [1, 2, 3]}] * 2, 6),
    ],
)
def test_values(document, values):
    """A document has as many values as its tensors have; what stands alone does not count."""
    assert codecs._values(document) == values  # noqa: SLF001


def test_small_bodies_import_nothing(monkeypatch):
    """Neither orjson nor pybase64 is imported for a small body or document."""
    for name in ("orjson", "pybase64"):
        monkeypatch.setitem(__import__("sys").modules, name, None)
    assert from_json(b"[1]") == [1]
    assert from_base64(to_base64(b"abc")) == b"abc"
    assert to_json({"x": [0.5, None]}) == '{"x":[0.5,null]}'
    with pytest.raises(ImportError):
        from_json(b"[1]" + b" " * LARGE)


@pytest.mark.parametrize("size", [0, 1, 2, 3, 49_152, 65_535, 65_536, 65_537, 600_000])
def test_base64_of_any_size(size):
    """Bytes of any size become the base64 that the standard library makes, and bytes again."""
    data = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    assert to_base64(data) == b64encode(data).decode()
    assert from_base64(to_base64(data)) == data


@given(st.text(ALPHABET, max_size=12), st.sampled_from([65_536, 65_537, 65_540]))
def test_large_base64_is_as_strict(text, size):
    """A large text is refused exactly where a small one would be, and in the same words."""
    whole = "A" * (size - len(text)) + text
    assert outcome(from_base64, whole) == outcome(lambda one: a2b_base64(one, strict_mode=True), whole)


@given(st.binary(max_size=60), st.integers(0, 80), st.text(ALPHABET, min_size=1, max_size=2))
def test_damaged_base64(data, place, damage):
    """A text that something was put into is refused as the standard library refuses it."""
    text = b2a_base64(b"\x00" * 59_997 + data, newline=False).decode()
    place = len(text) - min(place, len(text))
    whole = text[:place] + damage + text[place:]
    assert outcome(from_base64, whole) == outcome(lambda one: a2b_base64(one, strict_mode=True), whole)
