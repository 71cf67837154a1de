"""A network of a photo classifier's size and work: MobileNet at 224x224, 18.6 MB, with random weights.

What it answers means nothing; how long its file takes to arrive, to be compiled and to run is what is measured.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from benchmarks.folders import WORK
from benchmarks.models.sample import Sample
from tintype.images import Preprocessing
from tintype.manifest import Manifest
from tintype.runtimes import load
from training import artefacts, packing
from training.quiet import native_chatter_dropped
from training.served import ServedModel

if TYPE_CHECKING:
    from pathlib import Path

SIDE = 224
CLASSES = 1424  # make 18.6 MB of float32 weights
PHOTO_SIZE = (1600, 1200)
HOW = Preprocessing(SIDE, SIDE, "RGB", scale=(1 / 255,))


def make() -> Sample:
    """Return a model folder and a photo; both are made at the first call."""
    folder = WORK / "photo"
    if not (folder / artefacts.MANIFEST).exists():
        with native_chatter_dropped():
            _write(folder)
    photo = jpeg(picture())
    served = ServedModel((folder / artefacts.FILES["model"]).read_bytes(), HOW)
    return Sample("photo", folder, photo, "image/jpeg", str(int(served.answer(photo).argmax())))


def picture(seed: int = 0) -> Image.Image:
    """Return soft shapes and some noise, as large as a camera's picture, and always the same for a seed."""
    random = np.random.default_rng(seed)
    few = Image.fromarray(random.integers(0, 256, (12, 16, 3), np.uint8))
    shapes = few.resize(PHOTO_SIZE, Image.Resampling.BICUBIC)
    noise = random.normal(0, 4, (PHOTO_SIZE[1], PHOTO_SIZE[0], 3))
    return Image.fromarray((np.asarray(shapes) + noise).clip(0, 255).astype(np.uint8))


def jpeg(image: Image.Image) -> bytes:
    """Return the image as a JPEG file."""
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=80)
    return stream.getvalue()


def _write(folder: Path) -> None:
    from training.export import to_litert  # noqa: PLC0415 -- TensorFlow, only where it is needed

    file = to_litert(_network(), explained=False)
    network = load("litert", bytearray(file))
    labels = tuple(map(str, range(CLASSES)))
    draft = Manifest("photo", 0, "classification", "litert", {}, network.inputs, network.outputs, HOW, labels)
    image = jpeg(picture().resize((SIDE, SIDE)))
    golden = packing.golden(draft, network, image, artefacts.GOLDEN_TOLERANCE, 1)
    packing.write(folder, draft._replace(golden=golden), {"model": file})


def _network() -> Any:  # noqa: ANN401 -- keras has no types
    import keras  # noqa: PLC0415 -- likewise

    keras.utils.set_random_seed(0)
    return keras.applications.MobileNet((SIDE, SIDE, 3), weights=None, classes=CLASSES)


if __name__ == "__main__":
    make()
