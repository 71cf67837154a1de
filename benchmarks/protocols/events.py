"""The same pixels in the words of each protocol, as API Gateway's events."""

from __future__ import annotations

import io
import json
from base64 import b64encode
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from benchmarks.models import Sample
    from tintype.tensor import TensorSpec

BINARY = "infer, binary tensor"
_OCTETS = "application/octet-stream"
_JSON = "application/json"


def events(sample: Sample, given: TensorSpec) -> dict[str, dict[str, Any]]:
    """Return each row's event.

    Args:
        sample: the model and a photo.
        given: the model's input, float32, [1, height, width, 3], with values from 0 to 1.
    """
    height, width = given.shape[1:3]
    small = Image.open(io.BytesIO(sample.image)).resize((width, height))
    pixels = (np.asarray(small, np.float32) / np.float32(255))[np.newaxis]
    png = _png(small)
    predict, infer = f"/v1/models/{sample.name}:predict", f"/v2/models/{sample.name}/infer"
    one = {"name": given.name, "datatype": "FP32", "shape": given.shape}
    return {
        f":predict, JPEG of {len(sample.image) // 1000} kB": _event(predict, sample.image, sample.kind),
        f":predict, PNG of {len(png) // 1000} kB": _event(predict, png, "image/png"),
        ":predict, the PNG as b64": _event(predict, _instances({"b64": b64encode(png).decode()}), _JSON),
        ":predict, nested numbers": _event(predict, _instances(pixels[0].tolist()), _JSON),
        "infer, numbers": _event(infer, _dumped({"inputs": [{**one, "data": pixels.ravel().tolist()}]}), _JSON),
        "infer, the PNG as BYTES": _binary(
            infer, {"name": given.name, "datatype": "BYTES", "shape": [1]}, len(png).to_bytes(4, "little") + png
        ),
        BINARY: _binary(infer, one, pixels.tobytes()),
    }


def _png(image: Image.Image) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def _dumped(document: object) -> bytes:
    return json.dumps(document, separators=(",", ":")).encode()


def _instances(row: object) -> bytes:
    return _dumped({"instances": [row]})


def _binary(path: str, one: dict[str, Any], values: bytes) -> dict[str, Any]:
    """Return an event with the binary tensor extension both ways."""
    entry = {**one, "parameters": {"binary_data_size": len(values)}}
    text = _dumped({"inputs": [entry], "parameters": {"binary_data_output": True}})
    return _event(path, text + values, _OCTETS, {"Inference-Header-Content-Length": str(len(text))})


def _event(path: str, body: bytes, kind: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
    return {
        "resource": path[:3] + "/{proxy+}",
        "path": path,
        "httpMethod": "POST",
        "headers": {"Content-Type": kind, **(headers or {})},
        "queryStringParameters": None,
        "requestContext": {"requestId": "bench", "resourcePath": path[:3] + "/{proxy+}", "stage": "v"},
        "body": b64encode(body).decode(),
        "isBase64Encoded": True,
    }
