from __future__ import annotations

from training.command import exit_code
from training.errors import DatasetError


def test_done():
    """What ran to its end is 0."""
    assert exit_code(lambda: "figures") == 0


def test_error(capfd):
    """An error that was raised on purpose is printed without a traceback, and is 1."""

    def run():
        raise DatasetError("photographs", "none", "Fetch them.")

    assert exit_code(run) == 1
    said = capfd.readouterr().err
    assert "Fetch them." in said
    assert "Traceback" not in said
