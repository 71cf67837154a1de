"""What drift and gates compare with later: the test images' answers and light, and the test images themselves."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from tintype.images.light import light
from training.served import png

if TYPE_CHECKING:
    from tintype.images import Preprocessing
    from training.dataset import Dataset
    from training.evaluation import Answers

MOST_IMAGES = 2000
_SINCE = (1980, 1, 1, 0, 0, 0)  # zip's first moment: equal images make an equal archive


def reference(answers: Answers, test: Dataset, how: Preprocessing) -> dict[str, Any]:
    """Return how the test images' answers and light are distributed.

    Args:
        answers: probabilities, shape (N, classes).
        test: the images that were answered.
        how: how an image becomes the input.

    Returns:
        ``label_shares``, each label's share of the answers; ``brightness`` and ``contrast``, each with the ``mean`` and
        the ``deviation`` of single images, 0 to 255.
    """
    shares = np.bincount(answers.argmax(1), minlength=len(test.names)) / len(answers)
    measured = np.array([light(_picture(image), how) for image in test.images[_spread(len(test.labels))]])
    means, deviations = measured.mean(0), measured.std(0)
    return {
        "label_shares": {name: round(float(share), 6) for name, share in zip(test.names, shares, strict=True)},
        **{
            name: {"mean": round(float(means[i]), 3), "deviation": round(float(deviations[i]), 3)}
            for i, name in enumerate(("brightness", "contrast"))
        },
    }


def evaluation_set(test: Dataset) -> bytes:
    """Return at most :data:`MOST_IMAGES` test images, evenly over all, as a zip of ``<label>/<number>.png``.

    Equal images make equal bytes, so that the registry keeps them once for all versions.
    """
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for index in _spread(len(test.labels)):
            name = f"{test.names[int(test.labels[index])].replace('/', '_')}/{index:06d}.png"
            archive.writestr(zipfile.ZipInfo(name, _SINCE), png(test.images[index]))
    return written.getvalue()


def _spread(count: int) -> list[int]:
    most = min(count, MOST_IMAGES)
    return [place * count // most for place in range(most)]


def _picture(image: Any) -> Image.Image:  # noqa: ANN401 -- uint8, shape (height, width, channels)
    return Image.fromarray(image[..., 0] if image.shape[-1] == 1 else image)
