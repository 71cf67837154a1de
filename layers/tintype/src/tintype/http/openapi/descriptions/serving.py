"""What TensorFlow Serving's clients ask for beside predictions."""

from __future__ import annotations

from tintype.http.openapi.describing import Described, json
from tintype.http.openapi.descriptions.native import SERVED

DESCRIPTIONS = {
    "status": Described("TensorFlow Serving", "Which versions are live", json("ModelStatus"), errors=SERVED),
    "metadata": Described(
        "TensorFlow Serving", "A version's tensors, labels and measures", json("ModelMetadata"), errors=SERVED
    ),
}
