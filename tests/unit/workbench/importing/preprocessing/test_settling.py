import pytest

from workbench.importing.errors import InterfaceError, UnknownError
from workbench.importing.preprocessing.guess import Guess, of_moments
from workbench.importing.preprocessing.settling import settle

INSIDE = Guess((1.0,), (0.0,), "a layer")


def test_asks(make_original, options):
    """What nobody knows is asked for by the options' names, with the usual answers."""
    with pytest.raises(UnknownError, match=r"--scale and --offset.*--scale 1/127\.5 --offset -1"):
        settle(make_original(), options)


def test_said(make_original, options):
    """What the owner says counts more than what the model says."""
    original = make_original(guesses=(INSIDE,))
    assert settle(original, options).how.scale == (1.0,)
    said = settle(original, options._replace(scale=(0.5,), offset=(-1.0,), resize="crop", background=3))
    assert (said.how.scale, said.how.offset) == ((0.5,), (-1.0,))
    assert (said.how.resize, said.how.background, said.why) == ("crop", 3, "--scale and --offset")
    assert settle(original, options._replace(offset=(-127.0,))).how.scale == (1.0,)


def test_moments(make_original, options):
    """A mean and a deviation become a scale and an offset for each channel."""
    guess = of_moments((10.0, 20.0, 30.0), (2.0, 4.0, 5.0), "moments", "BGR")
    how = settle(make_original(guesses=(guess,)), options).how
    assert (how.mode, how.scale, how.offset) == ("BGR", (0.5, 0.25, 0.2), (-5.0, -5.0, -6.0))


@pytest.mark.parametrize(("channels", "mode"), [(1, "L"), (3, "RGB")])
def test_mode(make_original, options, channels, mode):
    """The number of channels decides between grey and colour, red first."""
    assert settle(make_original(channels, guesses=(INSIDE,)), options).how.mode == mode


def test_contradiction(make_original, options):
    """A mode that does not have the model's channels is refused."""
    with pytest.raises(InterfaceError, match="--mode L for 1 channels, received RGB"):
        settle(make_original(1, guesses=(INSIDE,)), options._replace(mode="RGB"))


@pytest.mark.parametrize(("field", "value"), [("mode", "HSV"), ("resize", "squash")])
def test_unknown_word(make_original, options, field, value):
    """A word that is none of an option's is refused with the option's name."""
    with pytest.raises(UnknownError, match=f"--{field}"):
        settle(make_original(guesses=(INSIDE,)), options._replace(**{field: value}))


@pytest.mark.parametrize(("dtype", "offset"), [("uint8", 0.0), ("int8", -128.0)])
def test_quantised(make_original, options, dtype, offset):
    """A quantised input takes the pixels themselves, int8 with 0 as its least number."""
    how = settle(make_original(dtype=dtype, quantum=(1 / 255, int(offset))), options).how
    assert (how.dtype, how.scale, how.offset) == (dtype, (pytest.approx(1),), (pytest.approx(offset),))


def test_quantised_by_moments(make_original, options):
    """What a quantised model says of real numbers is turned into numbers of its own."""
    guess = of_moments((127.5,), (127.5,), "metadata")
    how = settle(make_original(dtype="uint8", quantum=(1 / 127.5, 127), guesses=(guess,)), options).how
    assert how.scale == (pytest.approx(1.0),)
    assert how.offset == (pytest.approx(-0.5),)


def test_other_type(make_original, options):
    """An input of another type than can be served is refused."""
    with pytest.raises(InterfaceError, match="float16"):
        settle(make_original(dtype="float16", guesses=(INSIDE,)), options)
