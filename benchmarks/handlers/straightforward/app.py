"""A handler as a good tutorial writes it: boto3, Powertools, Pillow, NumPy and LiteRT's Python interface."""

from __future__ import annotations

import base64
import io
import os
from typing import Any

import boto3
import numpy as np
from ai_edge_litert.interpreter import Interpreter
from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.event_handler import APIGatewayRestResolver
from aws_lambda_powertools.metrics import MetricUnit
from PIL import Image

logger = Logger()
metrics = Metrics()
app = APIGatewayRestResolver()

stored = boto3.client("s3").get_object(Bucket=os.environ["MODEL_BUCKET"], Key=os.environ["MODEL_KEY"])
interpreter = Interpreter(model_content=stored["Body"].read(), num_threads=1)
run = interpreter.get_signature_runner("serving_default")  # not the file's first function: it has several
((image_name, image_input),) = run.get_input_details().items()
(scores_name,) = run.get_output_details()
_, height, width, channels = image_input["shape"]


@app.post("/v1/models/<name>:predict")
def predict(name: str) -> dict[str, Any]:
    """Answer with the best label and its score."""
    # not current_event.decoded_body, which fails for bytes that are no text
    data = base64.b64decode(app.current_event.body or "")
    image = Image.open(io.BytesIO(data)).convert("L" if channels == 1 else "RGB").resize((width, height))
    tensor = np.asarray(image, np.float32).reshape(image_input["shape"]) / 255
    scores = run(**{image_name: tensor})[scores_name][0]
    best = int(scores.argmax())
    metrics.add_metric(name="Predictions", unit=MetricUnit.Count, value=1)
    logger.info("predicted", model=name, label=best)
    return {"label": str(best), "score": float(scores[best])}


@metrics.log_metrics
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:  # noqa: ANN401 -- LambdaContext
    """Answer one call."""
    return app.resolve(event, context)
