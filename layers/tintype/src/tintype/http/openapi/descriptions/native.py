"""Tintype's own operations."""

from __future__ import annotations

from tintype import errors
from tintype.http.openapi.describing import Described, json, ref

IMAGES = ("image/png", "image/jpeg", "image/webp", "image/gif", "image/bmp", "image/tiff")
"""The media types of what is decoded; the file's first bytes decide, whatever the header says."""

TOP = {
    "name": "top",
    "in": "query",
    "description": "How many of the best labels to list, for an image in the body.",
    "schema": {"type": "integer", "minimum": 1, "maximum": 1000, "default": 5},
}
SERVED = (
    errors.ModelNotFoundError,
    errors.VersionNotFoundError,
    errors.RegistryUnavailableError,
    errors.BrokenReleaseError,
    errors.ManifestError,
    errors.CorruptFileError,
    errors.GoldenSampleError,
    errors.ModelFileError,
)
"""What keeps a model from being served."""

DECODING = (
    errors.NotAnImageError,
    errors.TruncatedImageError,
    errors.UnsupportedImageError,
    errors.ImageTooLargeError,
)
"""What reading an image can end in."""

PREDICTING = (
    *SERVED,
    errors.EmptyBodyError,
    errors.JsonError,
    errors.InstancesError,
    errors.Base64Error,
    errors.TensorError,
    errors.BodyTooLargeError,
    errors.AnswerTooLargeError,
    *DECODING,
    errors.UnsupportedMediaTypeError,
    errors.NotAcceptableError,
    errors.InferenceError,
)
"""What a prediction can end in."""

DESCRIPTIONS = {
    "models": Described("Models", "Every released model", json("Models"), errors=(errors.RegistryUnavailableError,)),
    "predict": Described(
        "Prediction",
        "Ask a model: an image in the body, or TensorFlow Serving's JSON",
        {"application/json": {"anyOf": [ref("Result"), ref("Predictions"), ref("Outputs")]}},
        body={kind: {"type": "string", "format": "binary"} for kind in IMAGES} | json("PredictRequest"),
        query=(TOP,),
        errors=PREDICTING,
        provenance=True,
    ),
}
