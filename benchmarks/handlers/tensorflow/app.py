"""The model as it was trained: a .keras file, run by TensorFlow."""

from __future__ import annotations

import base64
import io
import json
import os
import tempfile
from typing import Any

import boto3
import keras
import numpy as np
from PIL import Image

with tempfile.NamedTemporaryFile(suffix=".keras") as file:
    boto3.client("s3").download_file(os.environ["MODEL_BUCKET"], os.environ["MODEL_KEY"], file.name)
    model = keras.models.load_model(file.name)
_, height, width, channels = model.input_shape


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Answer one call with the best label and its score."""
    opened = Image.open(io.BytesIO(base64.b64decode(event["body"])))
    image = opened.convert("L" if channels == 1 else "RGB").resize((width, height))
    tensor = np.asarray(image, np.float32).reshape(1, height, width, channels) / 255
    scores = model.predict(tensor, verbose=0)[0]
    best = int(scores.argmax())
    body = json.dumps({"label": str(best), "score": float(scores[best])})
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": body}
