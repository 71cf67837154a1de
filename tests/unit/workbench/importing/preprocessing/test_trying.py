import numpy as np
import pytest

from tests.unit.workbench.importing.conftest import LABELS, picture
from tintype.images import Preprocessing
from workbench.gate.examples import Example
from workbench.importing.errors import UnknownError
from workbench.importing.preprocessing.guess import Guess
from workbench.importing.preprocessing.settling import Settled, settle
from workbench.importing.preprocessing.trying import LEAST_IMAGES, doubt, try_usual
from workbench.importing.sources.original import ImageInput, Original

HOW = Preprocessing(8, 8)
EXAMPLES = [Example(f"{number}.png", picture(number % 3, number), LABELS[number % 3]) for number in range(LEAST_IMAGES)]


def _run(image):
    """Answer rightly for pixels from 0 to 1, and always the same for others."""
    means = image.mean((0, 1, 2))
    return means if image.min() >= 0 and image.max() <= 1 else np.float32([1, 0, 0])


ORIGINAL = Original("keras", ImageInput(8, 8, 3, "float32"), 3, _run, b"")


def test_best_first():
    """The range in which the model answers most images rightly comes first."""
    first, *others = try_usual(ORIGINAL, EXAMPLES, HOW, LABELS)
    assert (first.guess.scale, first.share) == ((1 / 255,), 1.0)
    assert all(other.share < 0.5 for other in others)


@pytest.mark.parametrize(
    ("examples", "how"),
    [
        (EXAMPLES[1:], HOW),
        ([item._replace(label="") for item in EXAMPLES], HOW),
        (EXAMPLES, HOW._replace(dtype="uint8")),
    ],
)
def test_nothing_to_try(examples, how):
    """On few images, without labels, or for whole numbers nothing is tried."""
    assert try_usual(ORIGINAL, examples, how, LABELS) == []


def test_advice(options):
    """Who is asked for the range is told which one fits."""
    with pytest.raises(UnknownError, match=r"--scale 1/255 \(0 to 1\) answers most of --data rightly: 100%"):
        settle(ORIGINAL, options, EXAMPLES, LABELS)


def test_doubt():
    """A range that was found and is much worse than another is doubted."""
    settled = Settled(HOW, "the file's metadata")
    warning = doubt(ORIGINAL, settled, EXAMPLES, LABELS, 0.35)
    assert "35% rightly as it was found out (the file's metadata), and about 100% with --scale 1/255" in warning
    assert doubt(ORIGINAL, settled, EXAMPLES, LABELS, 0.95) == ""


def test_found_is_not_asked_for(options):
    """Nothing is tried where the model says what it takes."""
    original = ORIGINAL._replace(guesses=(Guess((1.0,), (0.0,), "a layer"),))
    assert settle(original, options, EXAMPLES, LABELS).how.scale == (1.0,)
