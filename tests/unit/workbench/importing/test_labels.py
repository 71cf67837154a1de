import pytest

from workbench.importing.errors import InterfaceError, UnknownError
from workbench.importing.labels import read_labels, settle_labels


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("l.txt", "red\ngreen\nblue\n"),
        ("l.txt", "\ufeffred\r\ngreen \r\nblue\r\n\r\n"),
        ("l.json", '["red", "green", "blue"]'),
    ],
)
def test_read(tmp_path, name, text):
    """Labels stand one a line or in a JSON list, whatever the line ends."""
    (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    assert read_labels(tmp_path / name) == ("red", "green", "blue")


@pytest.mark.parametrize(
    ("name", "text"), [("l.txt", ""), ("l.txt", "red\n\nblue"), ("l.json", "{"), ("l.json", '{"0": "red"}')]
)
def test_unreadable(tmp_path, name, text):
    """An empty file, an empty label and another document are refused with the option's name."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(UnknownError, match="--labels"):
        read_labels(tmp_path / name)


def test_brought_along(make_original, options):
    """Labels that the model brought along serve where none are given."""
    original = make_original(labels=("one", "two", "three"))
    assert settle_labels(original, options._replace(labels=None)) == ("one", "two", "three")
    assert settle_labels(original, options) == ("red", "green", "blue")


def test_missing(make_original, options):
    """A model without labels asks for the option by its name."""
    with pytest.raises(UnknownError, match=r"--labels, for the model has 3 scores"):
        settle_labels(make_original(), options._replace(labels=None))


def test_count(make_original, options):
    """As many labels as scores are needed; one too few may be the background's."""
    with pytest.raises(InterfaceError, match=r"4 labels.*received 3.*background"):
        settle_labels(make_original()._replace(classes=4), options)
