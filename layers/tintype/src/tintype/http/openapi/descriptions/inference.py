"""The Open Inference Protocol, version 2."""

from __future__ import annotations

from tintype import errors
from tintype.http.openapi.describing import Described, json
from tintype.http.openapi.descriptions.native import DECODING, SERVED, STICKY

_TAG = "Open Inference Protocol"
_BYTES = {"application/octet-stream": {"type": "string", "format": "binary"}}
"""JSON with tensors' bytes behind it."""

_LENGTH = {
    "name": "Inference-Header-Content-Length",
    "in": "header",
    "description": "Where the JSON ends and the tensors' bytes begin; without it all of the body is JSON.",
    "schema": {"type": "integer", "minimum": 0},
}
_INFERRING = (
    *SERVED,
    errors.JsonError,
    errors.Base64Error,
    errors.TensorError,
    errors.BodyTooLargeError,
    errors.AnswerTooLargeError,
    *DECODING,
    errors.InferenceError,
)

DESCRIPTIONS = {
    "oip-server": Described(_TAG, "The server and the extensions that it knows", json("InferenceServer")),
    "oip-live": Described(_TAG, "Whether the function runs", json("Live")),
    "oip-ready": Described(
        _TAG,
        "Whether the models that are loaded in advance can answer",
        json("Ready"),
        errors=(errors.RegistryUnavailableError,),
    ),
    "oip-model": Described(_TAG, "A model's tensors and versions", json("InferenceModel"), errors=SERVED),
    "oip-model-ready": Described(_TAG, "Whether a model can answer", json("Ready"), errors=SERVED),
    "oip-infer": Described(
        _TAG,
        "Run a model on tensors or image files",
        json("InferenceAnswer") | _BYTES,
        body=json("InferenceRequest") | _BYTES,
        query=(_LENGTH, STICKY),
        errors=_INFERRING,
        provenance=True,
    ),
}
