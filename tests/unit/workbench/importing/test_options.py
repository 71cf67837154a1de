import pytest

from workbench.importing.errors import UnknownError
from workbench.importing.options import Size, parse_numbers, parse_size


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1", (1.0,)), ("1/127.5", (1 / 127.5,)), ("-1", (-1.0,)), ("1/2, -0.5 ,3e-2", (0.5, -0.5, 0.03))],
)
def test_numbers(text, expected):
    """A number may be a fraction, and each channel may have its own."""
    assert parse_numbers(text, "--scale") == pytest.approx(expected)


@pytest.mark.parametrize("text", ["", "one", "1,2", "1/0", "1,,2", "1/2/3", "1,2,3,4"])
def test_no_numbers(text):
    """Anything else is refused with the option's name."""
    with pytest.raises(UnknownError, match="--offset"):
        parse_numbers(text, "--offset")


def test_size():
    """A size is one number for a square, or width x height."""
    assert (parse_size("224"), parse_size("320x240")) == (Size(224, 224), Size(320, 240))


@pytest.mark.parametrize("text", ["", "0", "320x0", "x240", "320X240", "-1", "1000000"])
def test_no_size(text):
    """Anything else is refused with the option's name."""
    with pytest.raises(UnknownError, match="--size"):
        parse_size(text)
