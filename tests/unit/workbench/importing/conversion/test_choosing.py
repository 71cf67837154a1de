import pytest

from workbench.importing.conversion.candidate import Measured
from workbench.importing.conversion.choosing import LEAST_IMAGES, choose
from workbench.importing.conversion.weighing import Weight
from workbench.importing.errors import PrecisionError


def measured(precision, size, quality, run_ms):
    return Measured(precision, size, quality, Weight(run_ms, run_ms, run_ms, 1.0))


FLOAT32 = measured("float32", 400, 0.9, 10.0)
FLOAT16 = measured("float16", 200, 0.9, 10.5)
DYNAMIC = measured("int8-dynamic", 100, 0.895, 20.0)
INT8 = measured("int8", 110, 0.893, 5.0)


def chosen(*candidates, images=1000, tolerance=0.01, wanted=None):
    return choose(candidates, images, tolerance, wanted, {}).chosen


def test_fastest():
    """The fastest within the tolerance is chosen."""
    assert chosen(FLOAT32, FLOAT16, DYNAMIC, INT8) == "int8"


def test_smallest_of_the_equally_fast():
    """Of two that take about the same time the smaller one is chosen."""
    assert chosen(FLOAT32, FLOAT16) == "float16"
    assert chosen(FLOAT32, FLOAT16._replace(weight=Weight(11.5, 1, 1, 1))) == "float32"


def test_tolerance():
    """What loses more than the tolerance is not chosen, however fast."""
    assert chosen(FLOAT32, INT8, tolerance=0.005) == "float32"


def test_few_images():
    """int8 needs enough images to be chosen; float16 needs none."""
    assert chosen(FLOAT32, FLOAT16, INT8, images=LEAST_IMAGES - 1) == "float16"
    assert chosen(FLOAT32, INT8, images=LEAST_IMAGES) == "int8"


def test_better_than_float32():
    """A candidate that happens to be better than float32 loses nothing."""
    assert chosen(FLOAT32, INT8._replace(quality=0.95), tolerance=0) == "int8"


def test_every_decision_has_its_reason():
    """Each precision is told why, those that could not be made as well."""
    lossy = measured("int8-dynamic", 100, 0.5, 5.0)
    reasons = choose([FLOAT32, FLOAT16, lossy], 1000, 0.01, None, {"int8": "needs --calibrate"}).reasons
    assert reasons == {
        "float32": "is as fast and larger",
        "float16": "chosen",
        "int8-dynamic": "loses 40.0%, more than 1.0%",
        "int8": "needs --calibrate",
    }


def test_wanted():
    """A precision that is asked for is taken on few images as well."""
    choice = choose([FLOAT32, INT8], 3, 0.01, "int8", {})
    assert (choice.chosen, choice.reasons) == ("int8", {"float32": "not asked for", "int8": "asked for"})


def test_wanted_loses_too_much():
    """A precision that is asked for and loses too much is refused."""
    with pytest.raises(PrecisionError, match="--tolerance"):
        choose([FLOAT32, INT8], 1000, 0.001, "int8", {})


def test_wanted_could_not_be_made():
    """A precision that is asked for and could not be made is refused with the reason."""
    with pytest.raises(PrecisionError, match="int8: needs --calibrate"):
        choose([FLOAT32], 1000, 0.01, "int8", {"int8": "needs --calibrate"})
