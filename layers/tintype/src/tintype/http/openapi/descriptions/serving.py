"""What TensorFlow Serving's clients ask for beside predictions."""

from __future__ import annotations

from tintype import errors
from tintype.http.openapi.describing import Described, Schema, json
from tintype.http.openapi.descriptions.native import PREDICTING, SERVED, STICKY
from tintype.http.openapi.schemas import NUMBER, TEXT, record, rows

_FEATURES: Schema = {"type": "object", "description": "The input's name and its numbers, or an image in base64."}
_EXAMPLES = {"application/json": {**record(examples=rows(_FEATURES)), "description": "May have a common context, too."}}
_CLASSES: Schema = {"type": "array", "prefixItems": [TEXT, NUMBER], "minItems": 2, "maxItems": 2}

DESCRIPTIONS = {
    "status": Described("TensorFlow Serving", "Which versions are live", json("ModelStatus"), errors=SERVED),
    "metadata": Described(
        "TensorFlow Serving",
        "A version's tensors, labels and measures, and what shares the traffic",
        json("ModelMetadata"),
        query=(STICKY,),
        errors=(*SERVED, errors.RequestError),
    ),
    "classify": Described(
        "TensorFlow Serving",
        "Each label's score for each example",
        {"application/json": record(results=rows({"type": "array", "items": _CLASSES}))},
        body=_EXAMPLES,
        query=(STICKY,),
        errors=PREDICTING,
        provenance=True,
    ),
    "regress": Described(
        "TensorFlow Serving",
        "One value for each example: refused, for no released model is one of regression",
        {"application/json": record(results=rows(NUMBER))},
        body=_EXAMPLES,
        query=(STICKY,),
        errors=PREDICTING,
    ),
}
