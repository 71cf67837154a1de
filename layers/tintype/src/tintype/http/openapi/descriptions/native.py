"""Tintype's own operations."""

from __future__ import annotations

from tintype import errors
from tintype.http.openapi import schemas
from tintype.http.openapi.describing import Described, json, ref
from tintype.http.openapi.descriptions.options import OPTIONS
from tintype.images.formats import CODED_TYPE

IMAGES = ("image/png", "image/jpeg", "image/webp", "image/gif", "image/bmp", "image/tiff")
"""The media types of what is decoded; the file's first bytes decide, whatever the header says."""

BINARY = {"type": "string", "format": "binary"}

TOP = {
    "name": "top",
    "in": "query",
    "description": "How many of the best labels to list, for each image in the body.",
    "schema": schemas.TOP,
}
FORM = {
    "type": "object",
    "properties": {"image": schemas.several({"type": "string", "format": "binary"}), "top": schemas.TOP},
    "required": ["image"],
    "description": "Several images: curl -F image=@a.png -F image=@b.png. Any name of a field will do.",
}
PREFER = {
    "name": "Prefer",
    "in": "header",
    "description": "respond-async: keep an image's raw bytes and answer them later (RFC 7240).",
    "schema": {"enum": ["respond-async"]},
}
STICKY = {
    "name": "X-Tintype-Sticky",
    "in": "header",
    "description": "A word, such as a user's id, whose calls all meet the same version where several share the alias; "
    "without it an image meets the same version each time.",
    "schema": {"type": "string", "maxLength": 256, "pattern": "^[ -~]*$"},
}
SERVED = (
    errors.ModelNotFoundError,
    errors.VersionNotFoundError,
    errors.VersionCollectedError,
    errors.RegistryUnavailableError,
    errors.BrokenReleaseError,
    errors.ManifestError,
    errors.FormatError,
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
    errors.OptionError,
    errors.TensorError,
    errors.BodyTooLargeError,
    errors.AnswerTooLargeError,
    errors.MaskTooDetailedError,
    *DECODING,
    errors.NewerFileError,
    errors.OtherWriterError,
    errors.WriterNotFoundError,
    errors.WriterCollectedError,
    errors.UnsupportedMediaTypeError,
    errors.NotAcceptableError,
    errors.InferenceError,
    errors.UploadNotFoundError,
    errors.UploadTooLargeError,
    errors.UploadsUnavailableError,
)
"""What a prediction can end in."""

_SEVERAL = (errors.ImagesError, errors.MultipartError, errors.TooManyImagesError, errors.UploadsUnavailableError)
"""What a call for several images can end in as well."""

EXPLAINING = (
    {
        "name": "label",
        "in": "query",
        "description": "For which label; its number will do. Without it for the best one.",
        "schema": schemas.TEXT,
    },
    {
        "name": "method",
        "in": "query",
        "description": "How; without it the quickest that the model has.",
        "schema": {"enum": ["cam", "gradients", "occlusion"]},
    },
    {
        "name": "view",
        "in": "query",
        "description": "What a picture (Accept: image/png) shows.",
        "schema": {"enum": ["heat", "overlay"]},
    },
    {
        "name": "faithfulness",
        "in": "query",
        "description": "Whether to measure how far the map can be trusted.",
        "schema": {"enum": ["true", "false"]},
    },
)
COMPRESSING = (
    {
        "name": "format",
        "in": "query",
        "description": "The one format to write; quality is then its own. Without it the smallest that Accept admits.",
        "schema": {"enum": ["webp", "jpeg", "avif"]},
    },
    {
        "name": "quality",
        "in": "query",
        "description": "Of JPEG; other formats come as close to the image as that does.",
        "schema": {"type": "integer", "minimum": 1, "maximum": 100, "default": 80},
    },
    {
        "name": "psnr",
        "in": "query",
        "description": "Instead of quality: how close to the image at least, in dB.",
        "schema": {"type": "number", "minimum": 10, "maximum": 60},
    },
    {
        "name": "bytes",
        "in": "query",
        "description": "The most bytes that the file may have; quality gives way to it.",
        "schema": {"type": "integer", "minimum": 1, "maximum": 999_999_999},
    },
)
_ONE_IMAGE_ERRORS = (
    errors.EmptyBodyError,
    errors.JsonError,
    errors.BodyTooLargeError,
    *DECODING,
    errors.UnsupportedMediaTypeError,
    errors.NotAcceptableError,
    errors.UploadNotFoundError,
    errors.UploadTooLargeError,
    errors.UploadsUnavailableError,
)
"""What a call with one image can end in, beside what is asked of it."""

DESCRIPTIONS = {
    "models": Described("Models", "Every released model", json("Models"), errors=(errors.RegistryUnavailableError,)),
    "report": Described("Models", "What was measured of a version", json("Report"), errors=SERVED),
    "history": Described("Models", "The newest releases, the newest first", json("History"), errors=SERVED),
    "predict": Described(
        "Prediction",
        "Ask a model: an image in the body, several in a form or in JSON, or TensorFlow Serving's JSON",
        {"application/json": {"anyOf": [ref("Result"), ref("Results"), ref("Predictions"), ref("Outputs")]}}
        | dict.fromkeys(("image/png", "image/jpeg", "image/webp", CODED_TYPE), BINARY),
        body=dict.fromkeys((*IMAGES, CODED_TYPE), BINARY) | {"multipart/form-data": FORM} | json("PredictRequest"),
        query=(TOP, *OPTIONS, PREFER, STICKY),
        later=json("Later"),
        errors=(*PREDICTING, *_SEVERAL),
        provenance=True,
    ),
    "explain": Described(
        "Explanation",
        "Ask which pixels of one image spoke for a classifier's answer",
        {**json("Explanation"), "image/png": BINARY},
        body=dict.fromkeys(IMAGES, BINARY) | json("UploadReference"),
        query=(*EXPLAINING, STICKY),
        errors=(*SERVED, errors.ExplanationError, *_ONE_IMAGE_ERRORS, errors.InferenceError),
        provenance=True,
    ),
    "compress": Described(
        "Compression",
        "Get an image in fewer bytes, or the very file that was sent where that is better; no model is asked",
        dict.fromkeys((*IMAGES, "image/avif"), BINARY) | json("Compressed"),
        body=dict.fromkeys(IMAGES, BINARY) | json("UploadReference"),
        query=COMPRESSING,
        errors=(errors.OptionError, *_ONE_IMAGE_ERRORS),
    ),
}
