from __future__ import annotations

import shutil

import numpy as np
import pytest
from PIL import Image

from training.errors import DatasetError, LabelledImagesError
from training.hyperparameters import Hyperparameters
from training.loaders import load

HOW = Hyperparameters().preprocessing


def test_labels_are_the_folders(image_folder):
    """Each subfolder is a label; without a test part, a fifth of each label's images is kept for testing."""
    split = load(image_folder, HOW)
    assert split.train.names == split.test.names == ("digit-3", "digit-7")
    assert np.bincount(split.train.labels).tolist() == [8, 8]
    assert np.bincount(split.test.labels).tolist() == [2, 2]


def test_pixels_are_the_files(image_folder, mnist):
    """A PNG of the network's size arrives pixel by pixel."""
    known = {image.tobytes() for image in mnist.train.images[:500]}
    split = load(image_folder, HOW)
    assert all(image.tobytes() in known for image in np.concatenate([split.train.images, split.test.images]))


def test_split_ignores_names(image_folder):
    """Renaming a file moves no image between the parts."""
    before = {image.tobytes() for image in load(image_folder, HOW).test.images}
    for path in sorted(image_folder.glob("*/*.png")):
        path.rename(path.with_name(f"renamed-{9 - int(path.stem)}.png"))
    assert {image.tobytes() for image in load(image_folder, HOW).test.images} == before


def test_train_and_test_folders(image_folder):
    """With train/ and test/ the split is the owner's."""
    for part, keep in (("train", range(3)), ("test", range(3, 10))):
        for label in ("digit-3", "digit-7"):
            (image_folder / part / label).mkdir(parents=True)
            for number in keep:
                (image_folder / label / f"{number}.png").rename(image_folder / part / label / f"{number}.png")
    split = load(image_folder, HOW)
    assert (len(split.train.labels), len(split.test.labels)) == (6, 14)


def test_mixed_sizes_and_modes(image_folder):
    """Images of other sizes, modes and formats are brought to the network's input as when serving."""
    Image.new("RGBA", (50, 20), (255, 0, 0, 128)).save(image_folder / "digit-3" / "other.webp")
    Image.new("RGB", (9, 99), "white").save(image_folder / "digit-7" / "other.jpg")
    split = load(image_folder, HOW._replace(width=16, height=12, mode="RGB"))
    assert split.train.images.shape[1:] == (12, 16, 3)


@pytest.mark.parametrize("files", [[], ["notes.txt"]])
def test_label_without_images(image_folder, files):
    """A label's folder without images is named."""
    (image_folder / "empty").mkdir()
    for name in files:
        (image_folder / "empty" / name).touch()
    with pytest.raises(LabelledImagesError, match=r"none in .*empty"):
        load(image_folder, HOW)


def test_empty_folder(tmp_path):
    """An empty folder is refused with the layout that was expected."""
    with pytest.raises(LabelledImagesError, match=r"<folder>/<label>/<image>.png.*received 0"):
        load(tmp_path, HOW)


def test_one_image_for_a_label(image_folder):
    """A label with a single image cannot be both learnt and tested."""
    for number in range(1, 10):
        (image_folder / "digit-3" / f"{number}.png").unlink()
    with pytest.raises(LabelledImagesError, match="two images or more for every label, received 1 for 'digit-3'"):
        load(image_folder, HOW)


def test_broken_image(image_folder):
    """A file that does not decode is named."""
    (image_folder / "digit-7" / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nbroken")
    with pytest.raises(LabelledImagesError, match=r"broken\.png.*does not decode"):
        load(image_folder, HOW)


def test_labels_differ(image_folder, tmp_path):
    """Test images with other labels than the training images are refused."""
    other = tmp_path / "other"
    image_folder.joinpath("digit-3").rename(tmp_path / "kept")
    (other / "digit-3").parent.mkdir()
    (tmp_path / "kept").rename(other / "digit-3")
    (other / "digit-9").mkdir()
    Image.new("L", (28, 28)).save(other / "digit-9" / "0.png")
    (image_folder / "digit-8").mkdir()
    Image.new("L", (28, 28)).save(image_folder / "digit-8" / "0.png")
    with pytest.raises(LabelledImagesError, match="the labels digit-7, digit-8 in the test images too"):
        load(image_folder, HOW, other)


def test_no_folder(tmp_path):
    """A path that is no folder is refused."""
    with pytest.raises(DatasetError, match="which is no folder"):
        load(tmp_path / "missing", HOW)


def test_validation_folder(image_folder, tmp_path):
    """A folder validation/ beside train/ and test/ is the validation part."""
    whole = tmp_path / "whole"
    for part in ("train", "test", "validation"):
        shutil.copytree(image_folder, whole / part)
    for path in (whole / "validation").glob("*/[1-9].png"):
        path.unlink()
    split = load(whole, HOW)
    assert split.validation is not None
    assert (len(split.train.labels), len(split.test.labels), len(split.validation.labels)) == (20, 20, 2)
