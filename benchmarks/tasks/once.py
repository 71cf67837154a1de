"""One answer in a process of its own, so that its peak of memory is its own: ``python -m benchmarks.tasks.once``."""

from __future__ import annotations

import json
import resource
import sys
import time
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from tintype.images.container import MEDIA_TYPE
from tintype.images.writing import JPEG, encode
from tintype.manifest import Manifest
from tintype.registry.folder import read_folder
from tintype.runtimes import load
from tintype.tasks import Parameters, answer, files, media_types, prepare

if TYPE_CHECKING:
    from collections.abc import Callable

    from tintype.tasks import Result

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


def asking(folder: Path) -> Callable[[bytes], Result]:
    """Return what answers an image file by the model in a folder, as JPEG where its task can."""
    draft = Manifest.from_json((folder / "manifest.json").read_bytes())
    manifest = draft._replace(version=1)  # a codec's files name it
    _, paths = read_folder(folder)
    network = load(manifest.runtime, bytearray(paths["model"].read_bytes()))
    prepared = prepare(manifest, {role: paths[role].read_bytes() for role in files(manifest)})

    def ask(image: bytes) -> Result:
        kinds = media_types(manifest, image)
        wanted = Parameters(media_type=JPEG if JPEG in kinds else kinds[0])
        return answer(manifest, network, image, wanted, _MOST, prepared)

    return ask


def main() -> None:
    """Answer the image of the size that the arguments name by the model folder that they name; print the figures.

    A third argument has the answer itself answered: a codec's file is read again.
    """
    ask, image, small = asking(Path(sys.argv[1])), picture(float(sys.argv[2])), picture(0.01)
    if sys.argv[3:]:
        image, small = ask(image).body or b"", ask(small).body or b""
    ask(small)  # imports are no part of it
    before = time.process_time()
    made = ask(image)
    seconds = time.process_time() - before
    coded = made.media_type == MEDIA_TYPE
    size = Image.open(BytesIO(made.body)).size if made.body and not coded else (0, 0)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MEGAPIXEL
    said = {"cpu_ms": seconds * 1000, "peak_mb": peak, "width": size[0], "height": size[1]}
    sys.stdout.write(json.dumps(said) + "\n")


if __name__ == "__main__":
    main()
