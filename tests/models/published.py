"""The models beside this file, as a training job would publish them."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image

from tintype.images import Preprocessing
from tintype.manifest import FileEntry, Golden, Manifest
from tintype.registry import ManifestDraft, Release, keys, promote, publish, read_manifest
from tintype.tensor import TensorSpec

if TYPE_CHECKING:
    from tintype.s3 import Bucket

HERE = Path(__file__).parent
EVENTS = HERE.parent.parent / "events"


def file(name: str) -> bytes:
    """Return a model file."""
    return (HERE / f"{name}.tflite").read_bytes()


def png(width: int, height: int, *pixels: int | tuple[int, int, int]) -> bytes:
    """Return a picture of these pixels, row by row; one pixel alone fills it."""
    picture = Image.new("RGB" if isinstance(pixels[0], tuple) else "L", (width, height))
    picture.putdata(pixels * (width * height if len(pixels) == 1 else 1))  # type: ignore[arg-type]
    written = BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


TOP_RIGHT = png(8, 8, *([0] * 4 + [255] * 4) * 4, *[0] * 32)
"""White in the top right quadrant, for the model ``quadrants``."""

DRAFTS = {
    "quadrants": ManifestDraft(
        name="quadrants",
        task="classification",
        runtime="litert",
        inputs=(TensorSpec("image", "float32", (1, 8, 8, 1)),),
        outputs=(TensorSpec("scores", "float32", (1, 4)),),
        preprocessing=Preprocessing(8, 8, mode="L", scale=(1 / 255,)),
        labels=("top left", "top right", "bottom left", "bottom right"),
        golden=Golden(b64encode(TOP_RIGHT).decode(), {"scores": [0.0, 1.0, 0.0, 0.0]}, 1e-5),
        metrics={"accuracy": 1.0},
        lineage={"commit": "0" * 40},
    ),
    "explained": ManifestDraft(
        name="explained",
        task="classification",
        runtime="litert",
        inputs=(TensorSpec("image", "float32", (1, 8, 8, 1)),),
        outputs=(TensorSpec("scores", "float32", (1, 4)),),
        preprocessing=Preprocessing(8, 8, mode="L", scale=(1 / 255,)),
        labels=("top left", "top right", "bottom left", "bottom right"),
    ),
    "colours": ManifestDraft(
        name="colours",
        task="classification",
        runtime="litert",
        inputs=(TensorSpec("image", "uint8", (1, 4, 4, 3)),),
        outputs=(TensorSpec("scores", "float32", (1, 3)),),
        preprocessing=Preprocessing(4, 4, dtype="uint8"),
        labels=("red", "green", "blue"),
    ),
    "coder": ManifestDraft(
        name="coder",
        task="compression",
        runtime="litert",
        inputs=(TensorSpec("image", "uint8", (1, 16, 16, 3)), TensorSpec("step", "float32", (1,))),
        outputs=(TensorSpec("restored", "uint8", (1, 16, 16, 3)),),
        preprocessing=Preprocessing(16, 16, dtype="uint8"),
        golden=Golden(
            b64encode(png(16, 16, (1, 2, 3))).decode(), {"restored": [3.0, 5.0, 4.0] * 4}, 0.5, 65, {"step": [4.0]}
        ),
        options={"margin": 2},
    ),
    "negative": ManifestDraft(
        name="negative",
        task="enhancement",
        runtime="litert",
        inputs=(TensorSpec("tile", "uint8", (1, 8, 8, 3)),),
        outputs=(TensorSpec("better", "uint8", (1, 8, 8, 3)),),
        preprocessing=Preprocessing(8, 8, dtype="uint8"),
        options={"scale": 1, "margin": 1},
    ),
    "pair": ManifestDraft(
        name="pair",
        task="classification",
        runtime="litert",
        inputs=(TensorSpec("left", "float32", (1, 2)), TensorSpec("right", "float32", (1, 2))),
        outputs=(TensorSpec("sum", "float32", (1, 2)), TensorSpec("product", "float32", (1, 2))),
        preprocessing=Preprocessing(1, 2, mode="L"),
    ),
    "subject": ManifestDraft(
        name="subject",
        task="segmentation",
        runtime="litert",
        inputs=(TensorSpec("image", "uint8", (1, 8, 8, 3)),),
        outputs=(TensorSpec("probabilities", "uint8", (1, 8, 8, 2)),),
        preprocessing=Preprocessing(8, 8, dtype="uint8"),
        labels=("background", "red"),
    ),
    "digits": ManifestDraft(
        name="digits",
        task="classification",
        runtime="litert",
        inputs=(TensorSpec("image", "float32", (1, 28, 28, 1)),),
        outputs=(TensorSpec("scores", "float32", (1, 10)),),
        preprocessing=Preprocessing(28, 28, mode="L", scale=(1 / 255,)),
        labels=tuple("0123456789"),
    ),
}


FURTHER = {"coder": {"tables": b"coarse"}}
"""The files beside the model's, by role; the tables are those of ``tests.support.coarse``."""


def manifest(name: str, **changes: Any) -> Manifest:
    """Return what version 1 of a model would say of itself."""
    every = {"model": file(name), **FURTHER.get(name, {})}
    files = {role: FileEntry(sha256(data).hexdigest(), len(data)) for role, data in every.items()}
    return Manifest(**{"version": 1, "files": files, **DRAFTS[name]._asdict(), **changes})


def release(
    bucket: Bucket,
    name: str,
    model: bytes = b"",
    *,
    alias: str = "production",
    files: dict[str, bytes] | None = None,
    **changes: Any,
) -> Manifest:
    """Publish a model and make it live.

    Args:
        bucket: the registry's.
        name: which model.
        model: another file than its own.
        alias: what it is live as.
        files: others than its own, by role.
        **changes: other fields of its manifest.
    """
    draft = DRAFTS[name]._replace(**changes)
    published = publish(bucket, draft, {"model": model or file(name), **FURTHER.get(name, {}), **(files or {})})
    promote(bucket, draft.name, published.version, alias=alias, who="a test", why="to see it answer")
    return published


def share(
    bucket: Bucket,
    name: str,
    shares: dict[int, float] | None = None,
    *,
    aliases: dict[str, dict[int, float]] | None = None,
    shadows: dict[str, int] | None = None,
) -> Release:
    """Let published versions share the traffic of production, or of several aliases, as a release would say it."""
    said = aliases or {"production": shares or {1: 1.0}}
    versions = {version for each in said.values() for version in each} | set((shadows or {}).values())
    models = {version: read_manifest(bucket, name, version).files["model"] for version in versions}
    made = Release(99, said, models, when="2026-11-01T12:00:00Z", shadows=shadows or {})
    bucket.put(keys.release(name), made.to_json())
    return made
