from __future__ import annotations

from array import array
from base64 import b64encode
from contextlib import nullcontext

import pytest

from tests.models.published import TOP_RIGHT, file, manifest
from tintype import runtimes
from tintype.errors import GoldenSampleError, ManifestError, ModelFileError
from tintype.manifest import Golden
from tintype.serving.golden import check
from tintype.tensor import Tensor

PICTURE = b64encode(TOP_RIGHT).decode()


def checked(golden, name="quadrants"):
    check(manifest("quadrants", golden=golden), runtimes.load("litert", bytearray(file(name))))


def test_equal():
    """A model that gives its recorded answer passes."""
    checked(Golden(PICTURE, {"scores": [0, 1, 0, 0]}, 1e-6))


@pytest.mark.parametrize(("step", "passes"), [(4.0, True), (6.0, False)])
def test_beside(step, passes):
    """Inputs that no image makes have the values that were recorded beside it."""
    golden = manifest("coder").golden._replace(beside={"step": [step]})
    with nullcontext() if passes else pytest.raises(GoldenSampleError):
        check(manifest("coder", golden=golden), runtimes.load("litert", bytearray(file("coder"))))


@pytest.mark.parametrize("beside", [None, {"step": ["much"]}, {"step": [1.0, 2.0]}, {"other": [4.0]}])
def test_bad_beside(beside):
    """Values that make none of the inputs are the owner's to mend."""
    golden = manifest("coder").golden._replace(beside=beside)
    with pytest.raises(ManifestError):
        check(manifest("coder", golden=golden), runtimes.load("litert", bytearray(file("coder"))))


def test_within_tolerance():
    """A difference up to the tolerance passes."""
    checked(Golden(PICTURE, {"scores": [0.125, 1, 0, 0]}, 0.125))


@pytest.mark.parametrize(
    ("scores", "received"),
    [([0.5, 1, 0, 0], "received 0.5"), ([0, 1, 0], "received inf"), ([float("nan"), 1, 0, 0], "received inf")],
    ids=["other values", "fewer values", "no number"],
)
def test_different(scores, received):
    """Other values, another number of values and NaN are refused with the difference."""
    with pytest.raises(GoldenSampleError, match=rf"at most 0\.1, {received}\. Publish"):
        checked(Golden(PICTURE, {"scores": scores}, 0.1))


@pytest.mark.parametrize("place", range(4))
def test_nan_answer(place):
    """A network that answers NaN in any place is refused."""

    class Broken:
        def run(self, _inputs):
            values = [0.0, 1.0, 0.0, 0.0]
            values[place] = float("nan")
            return {"scores": Tensor("scores", "float32", (1, 4), array("f", values).tobytes())}

    with pytest.raises(GoldenSampleError):
        check(manifest("quadrants"), Broken())


def test_missing_output():
    """An output that the network does not have is a wrong answer."""
    with pytest.raises(GoldenSampleError):
        checked(Golden(PICTURE, {"mask": [0, 1, 0, 0]}, 0.1))


@pytest.mark.parametrize("encoded", ["not base64", "bm8gaW1hZ2U=", PICTURE[:40]])
def test_broken_sample(encoded):
    """A sample that is no image is an error of what was published, not of the caller."""
    with pytest.raises(ManifestError, match="golden sample cannot be read") as caught:
        checked(Golden(encoded, {"scores": [0, 1, 0, 0]}, 0.1))
    assert caught.value.status == 503


def test_sample_of_another_size():
    """A sample that does not become the model's input is an error of what was published."""
    with pytest.raises(ManifestError, match=r"float32 of shape \[1, 28, 28, 1\]"):
        checked(Golden(PICTURE, {"scores": [0, 1, 0, 0]}, 0.1), name="digits")


def test_cannot_run():
    """Without a sample, a network that cannot run at all is found."""
    with pytest.raises(ModelFileError):
        checked(None, name="unsupported")


def test_no_sample():
    """Without a sample, a network that runs passes, whatever its inputs."""
    checked(None, name="pair")
