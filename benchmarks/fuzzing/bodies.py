"""Bodies of all dialects that a model is asked in, right ones first."""

from __future__ import annotations

import gzip
import json
from base64 import b64encode
from struct import pack
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.fuzzing.images import samples
from benchmarks.fuzzing.mutation import DEEP, altered, damaged, odd

if TYPE_CHECKING:
    from random import Random

IMAGES = samples()
_SHAPES = {"quadrants": [1, 8, 8, 1], "colours": [1, 4, 4, 3], "digits": [1, 28, 28, 1]}
_DATATYPES = ("FP32", "FP16", "BF16", "UINT8", "INT64", "BOOL", "FP64", "BYTES")
_BOUNDARY = "----tintype"


class Body(NamedTuple):
    """A body, what it says it is, and the headers that belong to it."""

    data: bytes
    content_type: str
    headers: dict[str, str]


def image(random: Random, _model: str) -> Body:
    """Return an image's bytes, more often damaged than not."""
    return Body(_image(random), random.choice(("image/png", "image/*", "", "application/octet-stream")), {})


def tfserving(random: Random, model: str) -> Body:
    """Return TensorFlow Serving's JSON by row or by column, with numbers or images, or its examples."""
    value = _value(random, model)
    forms = ({"instances": [value]}, {"instances": [value, value]}, {"inputs": [value]}, {"inputs": {"image": [value]}})
    named = {"left": [1, 2], "right": [3.5, -4]} if model == "pair" else {"image": value}
    more = ({"instances": [named]}, {"examples": [named]}, {"examples": [{}], "context": named})
    return _json(random, dict(random.choice(forms + more), signature_name="serving_default"))


def native(random: Random, _model: str) -> Body:
    """Return JSON that names images: a batch of them, or one by reference."""
    file = {"b64": b64encode(_image(random)).decode()}
    key = random.choice(("seven.png", "none.png", "../seven.png", "s3://other/seven.png", "http://169.254.169.254/"))
    forms: tuple[Any, ...] = ({"images": [file]}, {"images": [file] * 3}, {"images": [file["b64"]]}, {"image": file})
    return _json(random, random.choice((*forms, {"upload": key}, {"upload": {"key": key, "version_id": "null"}})))


def upload(random: Random, model: str) -> Body:
    """Return JSON that asks for a form to upload with."""
    forms = ({"model": model}, {"model": model, "content_type": random.choice(("image/png", "text/html", "image/é"))})
    return _json(random, random.choice(forms))


def multipart(random: Random, _model: str) -> Body:
    """Return a form with files and fields (RFC 7578)."""
    parts = []
    for number in range(random.choice((0, 1, 1, 2, 5))):
        name = random.choice(("images", "image", "file", "top", 'a"b', "é"))
        file = random.choice(("", f'; filename="{number}.png"', "; filename*=UTF-8''%e2%82%ac", "; filename="))
        head = f'Content-Disposition: form-data; name="{name}"{file}\r\n'
        head += random.choice(
            ("", "Content-Type: image/png\r\n") * 4 + ("Content-Transfer-Encoding: base64\r\n", "X\r\n")
        )
        parts.append(f"--{_BOUNDARY}\r\n{head}\r\n".encode() + _image(random) + b"\r\n")
    data = b"".join(parts) + random.choice((f"--{_BOUNDARY}--\r\n", f"--{_BOUNDARY}--", "", f"--{_BOUNDARY}")).encode()
    boundary = random.choice((_BOUNDARY,) * 20 + (f'"{_BOUNDARY}"', "", "x" * 200, "-", '"'))
    kind = random.choice(("multipart/form-data",) * 20 + ("multipart/mixed", "Multipart/Form-Data"))
    return Body(_maybe_damaged(random, data), f"{kind}; boundary={boundary}", {})


def oip(random: Random, model: str) -> Body:
    """Return an infer request, its tensors in JSON or behind it."""
    entries, tensors = [], []
    for name, shape in _tensors(random, model):
        entry, data = _entry(random, name, shape)
        entries.append(entry)
        tensors.append(data)
    document: dict[str, Any] = {"id": random.choice(("1", "", "é\ud83d\ude00")), "inputs": entries}
    if random.random() < 0.5:  # as often as not
        told = {"binary_data": True, "classification": random.choice((0, 0, 2))}
        asked = {"name": "sum" if model == "pair" else "scores", "parameters": told}
        document["outputs"] = [asked]
    if random.random() < 0.3:  # sometimes
        document["parameters"] = {"binary_data_output": True}
    text = _json(random, document).data
    rest = _maybe_damaged(random, b"".join(tensors))
    length = random.choice((str(len(text)),) * 30 + ("0", "-1", "9" * 30, "x", "", str(len(text) - 1)))
    headers = {"Inference-Header-Content-Length": length} if rest or random.random() < 0.2 else {}
    return Body(text + rest, random.choice(_BINARY), headers)


def anything(random: Random, _model: str) -> Body:
    """Return bytes that were never meant for a model."""
    data = random.choice((b"", b"{", b"[]", b"null", b"{}" * 50, b"\xef\xbb\xbf{}", b"[" * random.randrange(2000)))
    return Body(data or random.randbytes(random.randrange(64)), random.choice(_KINDS), {})


def compressed(random: Random, body: Body) -> Body:
    """Return the body as a gzip stream, or as something that says it is one."""
    bomb = gzip.compress(bytes(400_000), 1) if random.random() < 0.02 else b""  # they are slow
    data = _maybe_damaged(random, bomb or gzip.compress(body.data, 1))
    encoding = random.choice(("gzip",) * 20 + ("x-gzip", "GZIP", "gzip, gzip", "deflate", "br", "identity", ","))
    return body._replace(data=data, headers=body.headers | {"Content-Encoding": encoding})


def _image(random: Random) -> bytes:
    return _maybe_damaged(random, random.choice(IMAGES), 0.6)


def _maybe_damaged(random: Random, data: bytes, chance: float = 0.15) -> bytes:
    return damaged(random, data, random.choice(IMAGES)) if data and random.random() < chance else data


def _json(random: Random, document: Any) -> Body:
    if random.random() < 0.6:  # more often than not
        document = altered(random, document)
    text = json.dumps(document)
    if f'"{DEEP}"' in text:
        depth = random.choice((50, 900, 950, 970, random.randrange(975, 1001), 3000))
        text = text.replace(f'"{DEEP}"', "[" * depth + "]" * depth)
    return Body(_maybe_damaged(random, text.encode(), 0.1), random.choice(_JSON), {})


def _value(random: Random, model: str) -> Any:
    if random.random() < 0.5:  # as often as not
        return {"b64": b64encode(_image(random)).decode()}
    return _nested(random, _SHAPES.get(model, [1, 2])[1:])


def _nested(random: Random, shape: list[int]) -> Any:
    if not shape:
        return random.choice((0, 1, 255, 0.5, -1e9))
    return [_nested(random, shape[1:])] * shape[0]


def _tensors(random: Random, model: str) -> list[tuple[str, list[int]]]:
    if model == "pair":
        return [("left", [1, 2]), ("right", [1, 2])]
    shape = _SHAPES.get(model, [1, 8, 8, 1])
    return [("image", [random.choice((1, 1, 2, 3)), *shape[1:]])]


def _entry(random: Random, name: str, shape: list[int]) -> tuple[dict[str, Any], bytes]:
    datatype = random.choice(("FP32",) * 6 + _DATATYPES)
    entry: dict[str, Any] = {"name": name, "datatype": datatype, "shape": shape}
    count = 1
    for size in shape:
        count *= size
    if datatype == "BYTES":
        files = [_image(random) for _ in range(shape[0])]
        entry["shape"] = shape[:1]
        data = b"".join(pack("<I", len(file)) + file for file in files)
        values: list[Any] = [b64encode(file).decode() for file in files]
    else:
        data, values = bytes(count * (4 if datatype == "FP32" else 2)), [0.25] * count
    if random.random() < 0.5:  # as often as not
        return entry | {"parameters": {"binary_data_size": len(data)}}, data
    return entry | {"data": values if random.random() < 0.9 else odd(random)}, b""


_BINARY = ("application/octet-stream",) * 4 + ("application/json", "", "text/plain")
_JSON = ("application/json",) * 9 + ("application/json; charset=utf-8", "application/vnd.api+json", "text/plain", "")
_KINDS = ("", "text/html", "image/png", "application/json", ";", "a/b;c", "multipart/form-data", "\u20ac/\u20ac", "*/*")
