"""The documents that travel, in JSON Schema 2020-12."""

from __future__ import annotations

from typing import Any

from tintype.http.images import MOST
from tintype.http.openapi.describing import Schema, ref

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "number"}
WHOLE: Schema = {"type": "integer", "minimum": 0}
TOP: Schema = {"type": "integer", "minimum": 1, "maximum": 1000, "default": 5}


def record(**properties: Schema) -> Schema:
    """Return the schema of an object that has at least these properties."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def rows(items: Schema) -> Schema:
    """Return the schema of a list with at least one entry."""
    return {"type": "array", "minItems": 1, "items": items}


_BASE64: Schema = {"type": "string", "format": "base64-image", "contentEncoding": "base64"}
IMAGE_IN_JSON: Schema = {
    **record(b64=_BASE64),
    "additionalProperties": False,
    "description": "An image file (PNG, JPEG, WebP, GIF, BMP, TIFF) in standard base64.",
}
_KEY: Schema = {"type": "string", "minLength": 1}
_UPLOADED = {
    **record(upload={"anyOf": [_KEY, record(key=_KEY)]}),
    "additionalProperties": False,
    "description": "An image that the same caller uploaded: its key, or key and version_id.",
}
_FAILED = {
    **record(error=record(status={"type": "integer"}, message=TEXT)),
    "description": "What was wrong with one image, with the status that it alone would have had.",
}


def results(one: Schema) -> Schema:
    """Return the schema of the answer to several images, ``one`` being that of the document for one."""
    return record(results=rows({"anyOf": [one, _FAILED]}))


def several(image: Schema) -> Schema:
    """Return the schema of a list of images as they come in one call."""
    return rows(image) | {"maxItems": MOST}


_INFO = record(
    dtype=TEXT,
    name=TEXT,
    tensor_shape=record(dim={"type": "array", "items": record(size=TEXT, name=TEXT)}, unknown_rank={"type": "boolean"}),
)
_TENSORS = {"type": "object", "additionalProperties": _INFO}
_SIGNATURE = record(inputs=_TENSORS, outputs=_TENSORS, method_name=TEXT)
_TRAFFIC: dict[str, Schema] = {
    "aliases": {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": NUMBER}},
    "released": TEXT,
}
"""Each alias's versions and their shares, and since when."""

_OURS = record(
    **_TRAFFIC,
    task=TEXT,
    runtime=TEXT,
    digest={"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
    labels={"type": "array", "items": TEXT},
    preprocessing={"type": "object"},
    metrics={"type": "object"},
    lineage={"type": "object"},
)

_SIDE = rows(record(name=TEXT, datatype=TEXT, shape={"type": "array", "items": {"type": "integer"}}))
"""The tensors of the Open Inference Protocol."""

SCHEMAS: dict[str, Any] = {
    "Error": {**record(error={"type": "string", "minLength": 1}), "description": "What was expected and received."},
    "Health": record(status={"const": "ok"}),
    "Models": record(
        models={
            "type": "array",
            "items": record(
                name=TEXT,
                version={"type": ["integer", "null"]},
                **_TRAFFIC,
                predict=TEXT,
            ),
        }
    ),
    "ModelStatus": record(
        model_version_status=rows(
            record(version=TEXT, state={"const": "AVAILABLE"}, status=record(error_code=TEXT, error_message=TEXT))
        ),
        tintype=record(**_TRAFFIC),
    ),
    "ModelMetadata": record(
        model_spec=record(name=TEXT, signature_name=TEXT, version=TEXT),
        metadata=record(signature_def=record(signature_def={"type": "object", "additionalProperties": _SIGNATURE})),
        tintype=_OURS,
    ),
    "Report": {
        **record(model=TEXT, version=WHOLE, metrics={}, confusion={}),
        "description": "The files `metrics` and `confusion` as the training job wrote them; null where there is none.",
    },
    "History": record(
        model=TEXT,
        releases={
            "type": "array",
            "items": record(
                sequence=WHOLE,
                when=TEXT,
                action=TEXT,
                alias=TEXT,
                why=TEXT,
                aliases=_TRAFFIC["aliases"],
                shadows={"type": "object", "additionalProperties": WHOLE},
            ),
        },
    ),
    "Instances": {**record(instances=rows({})), "description": "Row form: one entry for each image."},
    "Inputs": {**record(inputs={}), "description": "Column form: the named tensors, each with all images."},
    "PredictRequest": {"oneOf": [ref("Instances"), ref("Inputs"), ref("Images"), ref("UploadReference")]},
    "Images": {
        "type": "object",
        "properties": {"images": several({"anyOf": [IMAGE_IN_JSON, _UPLOADED, _BASE64]}), "top": TOP},
        "required": ["images"],
        "description": "Several images, each answered in its place.",
    },
    "Results": results(ref("Result")),
    "Predictions": record(predictions=rows({})),
    "Outputs": record(outputs={}),
    "Result": record(
        model=TEXT,
        version=WHOLE,
        task=TEXT,
        image=record(width=WHOLE, height=WHOLE, format=TEXT),
    ),
    "UploadRequest": {
        "type": "object",
        "properties": {
            "model": {"type": "string", "minLength": 1},
            "version": {"type": "integer", "minimum": 1, "maximum": 999_999_999},
            "label": {"type": "string", "minLength": 1},
            "top": {"type": "integer", "minimum": 1, "maximum": 1000},
            "content_type": {
                "type": "string",
                "pattern": "^(image/[ -~]*|application/octet-stream)$",
                "maxLength": 100,
            },
        },
        "required": ["model"],
        "additionalProperties": False,
    },
    "Upload": record(
        upload=TEXT,
        job=TEXT,
        form=record(url=TEXT, fields={"type": "object", "additionalProperties": TEXT}),
        max_bytes=WHOLE,
        expires=TEXT,
    ),
    "Later": record(job=TEXT, upload=TEXT, status={"const": "queued"}),
    "Explanation": record(
        model=TEXT,
        version=WHOLE,
        task=TEXT,
        label=TEXT,
        score=NUMBER,
        method={"enum": ["cam", "gradients", "occlusion"]},
        heat={
            **record(width=WHOLE, height=WHOLE, values={"type": "array", "items": NUMBER}),
            "description": "Row by row over the model's input; what is negative spoke against the label.",
        },
        image=record(width=WHOLE, height=WHOLE, format=TEXT),
    ),
    "Compressed": record(
        image=record(width=WHOLE, height=WHOLE, format=TEXT, bytes=WHOLE),
        unchanged={"type": "boolean"},
        output=record(media_type=TEXT, bytes=WHOLE, ssim=NUMBER, b64=TEXT),
        tried={
            "type": "array",
            "items": record(media_type=TEXT, bytes=WHOLE, quality=WHOLE, psnr={"type": ["number", "null"]}),
        },
    ),
    "UploadReference": {
        **record(upload={"anyOf": [TEXT, record(key=TEXT)]}),
        "description": "An image that this caller uploaded: the key that POST /v1/uploads gave, or key and version_id.",
    },
    "Job": record(
        job=TEXT,
        upload=TEXT,
        status={"enum": ["waiting", "queued", "running", "done", "failed", "superseded", "cancelled"]},
    ),
    "InferenceServer": record(name=TEXT, version=TEXT, extensions={"type": "array", "items": TEXT}),
    "Live": record(live={"type": "boolean"}),
    "Ready": record(ready={"type": "boolean"}),
    "InferenceModel": record(
        name=TEXT, versions={"type": "array", "items": TEXT}, platform=TEXT, inputs=_SIDE, outputs=_SIDE
    ),
    "InferenceRequest": record(inputs=_SIDE),
    "InferenceAnswer": record(model_name=TEXT, model_version=TEXT, outputs=_SIDE),
}
