import pytest

from workbench.importing.errors import PhotographsError
from workbench.importing.photographs import MOST_CALIBRATING, calibrating, measuring


def test_labelled(photographs, options):
    """Labelled images are what it is measured on, with their labels."""
    found = measuring(options._replace(data=str(photographs)))
    assert len(found) == 60
    assert {example.label for example in found} == {"red", "green", "blue"}


def test_unlabelled(photographs, options):
    """Without labelled images it is measured on those for calibration, whose folders say nothing."""
    found = measuring(options._replace(calibrate=photographs))
    assert (len(found), {example.label for example in found}) == (60, {""})


def test_none(options):
    """Without any images there is nothing to compare on, and both options are named."""
    with pytest.raises(PhotographsError, match=r"--data.*--calibrate"):
        measuring(options)


def test_empty_folder(tmp_path, options):
    """A folder without images is refused."""
    with pytest.raises(PhotographsError, match="none in"):
        calibrating(options._replace(calibrate=tmp_path / "nowhere"))


def test_at_most(photographs, options, tmp_path):
    """Of very many images some are taken, evenly."""
    image = (photographs / "red" / "0.png").read_bytes()
    for number in range(MOST_CALIBRATING + 10):
        (tmp_path / f"{number:03}.png").write_bytes(image)
    found = calibrating(options._replace(calibrate=tmp_path))
    assert len(found) == MOST_CALIBRATING
    assert found[-1].name > "200"
