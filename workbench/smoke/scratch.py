"""A model for a smoke test alone, whose versions differ in their labels: an answer tells which one gave it."""

from __future__ import annotations

import secrets
from base64 import b64encode
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image

from tintype.images import Preprocessing
from tintype.manifest import Golden
from tintype.registry import ManifestDraft, keys, promote, publish
from tintype.tensor import TensorSpec

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tintype.s3 import Bucket
    from workbench.context import Context

PREFIX = "tintype-smoke-"
MODEL = Path(__file__).parent / "quadrants.tflite"
SIDE = 8


class Scratch(NamedTuple):
    """A published model.

    Attributes:
        bucket: the registry's.
        name: the model's; nobody else's.
    """

    bucket: Bucket
    name: str

    def publish(self, label: str) -> int:
        """Publish a version that answers the picture with this label, and return its number."""
        draft = ManifestDraft(
            name=self.name,
            task="classification",
            runtime="litert",
            inputs=(TensorSpec("image", "float32", (1, SIDE, SIDE, 1)),),
            outputs=(TensorSpec("scores", "float32", (1, 4)),),
            preprocessing=Preprocessing(SIDE, SIDE, mode="L", scale=(1 / 255,)),
            labels=(label, "-", "--", "---"),
            golden=Golden(b64encode(picture()).decode(), {"scores": [1.0, 0.0, 0.0, 0.0]}, 1e-5),
            lineage={"made_by": "tintype doctor --deployed"},
        )
        return publish(self.bucket, draft, {"model": MODEL.read_bytes()}).version

    def release(self, version: int) -> None:
        """Make a version live."""
        promote(self.bucket, self.name, version, who="tintype doctor", why="a smoke test")


@contextmanager
def scratch(context: Context) -> Iterator[Scratch]:
    """Give a model with a name that nobody has, and remove it afterwards, whatever happened."""
    made = Scratch(context.registry(), f"{PREFIX}{secrets.token_hex(6)}")
    try:
        yield made
    finally:
        purge(context, context.buckets.models, f"{keys.ROOT}{made.name}/")


def purge(context: Context, bucket: str, prefix: str) -> None:
    """Delete every version of every object below a prefix: a deleted object of a versioned bucket is kept otherwise."""
    s3 = context.session.client("s3")
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=prefix):
        for each in [*page.get("Versions", []), *page.get("DeleteMarkers", [])]:
            s3.delete_object(Bucket=bucket, Key=each["Key"], VersionId=each["VersionId"])


@cache
def picture() -> bytes:
    """Return a PNG, 8 by 8 pixels, whose top left quarter is white."""
    image = Image.new("L", (SIDE, SIDE))
    image.paste(255, (0, 0, SIDE // 2, SIDE // 2))
    written = BytesIO()
    image.save(written, "PNG")
    return written.getvalue()
