"""One answer in a process of its own, so that its peak of memory is its own: ``python -m benchmarks.tasks.once``."""

from __future__ import annotations

import json
import resource
import sys
import time
from io import BytesIO
from pathlib import Path

from PIL import Image

from tintype.images.writing import JPEG, encode
from tintype.manifest import Manifest
from tintype.runtimes import load
from tintype.tasks import Parameters, answer, media_types

MEGAPIXEL = 1_000_000
_MOST = 100 * MEGAPIXEL


def picture(megapixels: float) -> bytes:
    """Return a JPEG of this size, 4 to 3, with the detail of a made scene: stripes that grow finer, over slopes."""
    width = round((megapixels * MEGAPIXEL * 4 / 3) ** 0.5)
    height = round(width * 3 / 4)
    slopes = (Image.linear_gradient("L"), Image.radial_gradient("L"), Image.linear_gradient("L").rotate(90))
    bands = [slope.resize((width, height)) for slope in slopes]
    stripes = Image.effect_noise((width, height), 40)
    return encode(Image.blend(Image.merge("RGB", bands), stripes.convert("RGB"), 0.3), JPEG)


def main() -> None:
    """Answer the image of the size that the arguments name by the model folder that they name; print the figures."""
    folder, megapixels = Path(sys.argv[1]), float(sys.argv[2])
    manifest = Manifest.from_json((folder / "manifest.json").read_bytes())
    network = load(manifest.runtime, bytearray((folder / "model.tflite").read_bytes()))
    image = picture(megapixels)
    kind = JPEG if JPEG in media_types(manifest, image) else media_types(manifest, image)[0]
    answer(manifest, network, picture(0.01), Parameters(media_type=kind), _MOST)  # imports are no part of it
    before = time.process_time()
    made = answer(manifest, network, image, Parameters(media_type=kind), _MOST)
    seconds = time.process_time() - before
    size = Image.open(BytesIO(made.body)).size if made.body else (0, 0)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MEGAPIXEL
    said = {"cpu_ms": seconds * 1000, "peak_mb": peak, "width": size[0], "height": size[1]}
    sys.stdout.write(json.dumps(said) + "\n")


if __name__ == "__main__":
    main()
