"""Real images to try a model with."""

from PIL import Image

from workbench.local.samples import write_samples


def test_one_of_each_digit(tmp_path):
    """There is one PNG of 28 by 28 grey pixels for each digit, with something drawn on it."""
    samples = write_samples(tmp_path / "samples")
    assert [sample.label for sample in samples] == list("0123456789")
    for sample in samples:
        with Image.open(sample.path) as image:
            assert (image.format, image.size, image.mode) == ("PNG", (28, 28), "L")
            assert image.getextrema()[1] > 200
