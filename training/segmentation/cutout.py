"""Scenes of cut-outs on photographs, to learn what a subject is; whole kinds of subjects and photographs held out."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from training.packages import PROJECT
from training.photographs import collection
from training.segmentation import drawn, stamps
from training.segmentation.augmentation import channelled
from training.segmentation.samples import Data, Sample
from training.segmentation.scenes.composing import Material, compose

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from training.segmentation.samples import Batch
    from training.segmentation.stamps import Subject

DOWNLOADS, PHOTOGRAPHS = PROJECT / ".tintype" / "downloads", PROJECT / ".tintype" / "photographs"

BACKGROUNDS = {
    "train": (
        "Aqua",
        "Blinds",
        "Bridge_by_Sander_Klootwijk",
        "BytheWater",
        "ColdRipple",
        "DarkestHour",
        "Dragonfly_by_Bolly",
        "Dune",
        "FallenLeaf",
        "FreshFlower",
        "GreenMeadow",
        "Grey",
        "Kleiber_by_Lukas_Baubkus",
        "OneStandsOut",
        "RainDrops",
        "Storm",
        "TwoWings",
        "Wine_by_Jakkub_Mede",
        "Wood",
        "aitzgorri_by_Aitzol_Berasategi",
        "greentock_by_Peter_Nerlich",
        "seeding_by_Clements_Engelhardt",
        "summer_1am",
        "sunset_by_Aitzol_Berasategi",
    ),
    "test": (
        "ColorfulCups",
        "EveningGlow",
        "Path",
        "life_by_Aitzol_Berasategi",
        "picosdeeuropa_by_Aitzol_Berasategi",
    ),
}
"""Photographs of the collection without a subject of their own, or with a small or unsharp one."""

_LARGEST = 900  # pixels: finer detail is lost in a scene
_SHAPES = ((3, 2), (4, 3), (1, 1), (3, 4), (2, 3), (16, 9))
_TEST_AREA = 400**2  # pixels: subjects are then shown at about their own size
_TEST_SCENES = 5  # of each held-out subject
_TEST_LARGEST = 1.0  # of what fits the scene


def data(side: int, size: int, seed: int) -> Data:
    """Fetch the cut-outs and photographs, and hold out the test's.

    Raises:
        DatasetError: a package cannot be had, or this is no Debian (or a derivative).
    """
    collection.fetch(PHOTOGRAPHS, DOWNLOADS)
    subjects = stamps.fetch(DOWNLOADS)
    grounds = {split: _backgrounds(PHOTOGRAPHS / split, names) for split, names in BACKGROUNDS.items()}
    train = Material([each.image for each in subjects["train"]], grounds["train"])
    return Data(
        batches(train, side, size, seed),
        scenes(subjects["test"], grounds["test"]),
        len(train.subjects),
        _digest(train),
        drawn.load(PHOTOGRAPHS),
    )


def batches(material: Material, side: int, size: int, seed: int) -> Iterator[Batch]:
    """Yield images (size, side, side, 3), float32 in 0 to 1, and masks (size, side, side), class indices.

    Scenes have the shapes that photographs have, and are stretched to the square as they are in serving.
    """
    rng = np.random.default_rng(seed)
    while True:
        pairs = [_pair(material, side, rng) for _ in range(size)]
        yield np.stack([image for image, _ in pairs]), np.stack([mask for _, mask in pairs])


def _pair(material: Material, side: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    scene = compose(material, _shape(side**2, rng), rng)
    image = scene.image.resize((side, side), Image.Resampling.BILINEAR)
    return channelled(image), np.asarray(scene.mask.resize((side, side), Image.Resampling.NEAREST), np.uint8)


def _shape(area: int, rng: np.random.Generator) -> tuple[int, int]:
    across, down = _SHAPES[rng.integers(len(_SHAPES))]
    unit = (area / across / down) ** 0.5
    return round(across * unit), round(down * unit)


def scenes(subjects: Sequence[Subject], photographs: Sequence[Image.Image]) -> list[Sample]:
    """Return some scenes of each subject alone, always the same; the subject's kind is the group."""
    rng = np.random.default_rng(0)
    made = []
    for subject in subjects:
        for index in range(_TEST_SCENES):
            scene = compose(Material([subject.image], photographs), _shape(_TEST_AREA, rng), rng, 1, _TEST_LARGEST)
            made.append(Sample(f"{subject.name}-{index}", subject.group, scene.image, scene.mask))
    return made


def _backgrounds(folder: Path, names: Sequence[str]) -> list[Image.Image]:
    found = []
    for name in names:
        with Image.open(folder / f"{name}.png") as image:
            image.thumbnail((_LARGEST, _LARGEST), reducing_gap=None)
            found.append(image.convert("RGB"))
    return found


def _digest(material: Material) -> str:
    whole = sha256()
    for image in (*material.subjects, *material.photographs):
        whole.update(sha256(image.tobytes()).digest())
    return whole.hexdigest()
