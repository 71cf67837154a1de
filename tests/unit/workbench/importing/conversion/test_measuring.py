import numpy as np
import pytest

from tests.models.published import file
from tests.unit.workbench.importing.conftest import LABELS, picture
from tintype.images import Preprocessing
from workbench.gate.examples import Example
from workbench.importing.conversion.candidate import Candidate
from workbench.importing.conversion.measuring import compare, needs_softmax
from workbench.importing.errors import MismatchError, UnknownError
from workbench.importing.sources.original import ImageInput, Original

HOW = Preprocessing(4, 4, dtype="uint8")


@pytest.fixture
def candidate():
    made = Candidate("float32", file("colours"))
    yield made
    made.close()


def _original(scores=lambda image: image.mean((0, 1, 2)) / 255):
    return Original("tflite", ImageInput(4, 4, 3, "uint8"), 3, lambda image: np.float32(scores(image)), b"")


def _examples(*labels):
    return [Example(f"{number}.png", picture(number % 3, number), label) for number, label in enumerate(labels)]


def _compare(candidate, examples, original=None):
    return compare(original or _original(), [candidate], examples, HOW, LABELS, softmax=False, step=lambda: None)


def test_accuracy(candidate):
    """With labels it is counted how many are right, of the original and of each candidate."""
    found = _compare(candidate, _examples("red", "green", "blue", "green"))
    assert (found.images, found.original, found.candidates["float32"].right) == (4, 3, 3)
    assert found.candidates["float32"].difference < 1e-5


def test_numbers_for_labels(candidate):
    """Labels may be the numbers of the model's labels, as in idx files."""
    assert _compare(candidate, _examples("0", "1", "2")).original == 3


def test_agreement(candidate):
    """Without labels the original is right."""
    found = _compare(candidate, _examples("", "", ""))
    assert (found.original, found.candidates["float32"].right) == (None, 3)


def test_surest(candidate):
    """The golden sample's image is answered rightly, and with the highest score."""
    assert _compare(candidate, _examples("green", "green", "green", "blue")).candidates["float32"].sure == 1


def test_mismatch(candidate):
    """A file that answers otherwise than the original is refused, and so is one that answers no number."""
    with pytest.raises(MismatchError, match="is not published"):
        _compare(candidate, _examples("red"), _original(lambda image: image.mean((0, 1, 2)) / 254))
    with pytest.raises(MismatchError, match="inf"):
        _compare(candidate, _examples("red"), _original(lambda _: np.full(3, np.nan)))
    with pytest.raises(MismatchError, match="inf"):
        _compare(candidate, _examples("red"), _original(lambda _: np.zeros(4)))


def test_unknown_label(candidate):
    """A folder that is named as none of the labels is refused."""
    with pytest.raises(UnknownError, match=r"--data.*'violet'"):
        _compare(candidate, _examples("violet"))


@pytest.mark.parametrize(
    ("scores", "logits"), [([0.1, 0.9, 0.0], False), ([1.0, 1.0, 1.0], False), ([3.0, -1, 0], True)]
)
def test_logits(scores, logits):
    """Scores below 0 or above 1 are logits."""
    assert needs_softmax(_original(lambda _: np.array(scores)), _examples("red"), HOW) is logits
