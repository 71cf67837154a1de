from __future__ import annotations

import inspect
from pathlib import Path

import pytest
from typer.main import get_command

from training.artefacts import LABELS, MANIFEST
from workbench.cli import main
from workbench.importing import errors, folder
from workbench.importing.options import PRECISIONS

TEXT = (Path(__file__).parents[4] / "docs" / "importing.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.split("|")[1:-1]] for line in TEXT.splitlines() if line.startswith("|")]
COMMAND = get_command(main).commands["import"]


@pytest.mark.parametrize(
    "option", [name for parameter in COMMAND.params for name in parameter.opts if name[:2] == "--"]
)
def test_every_option_is_documented(option):
    """Each option is on the page."""
    assert f"{option}`" in TEXT or f"{option} " in TEXT


def test_every_error_is_documented():
    """Each error has its row, and each row is an error's."""
    classes = {name for name, kind in inspect.getmembers(errors, inspect.isclass) if kind.__module__ == errors.__name__}
    assert {row[0] for row in ROWS if row[0].endswith("Error")} == classes
    assert all(name in (errors.__doc__ or "") for name in classes)


@pytest.mark.parametrize("name", [*folder.FILES.values(), MANIFEST, LABELS])
def test_every_file_is_documented(name):
    """Each file of the model folder has its row."""
    assert any(row[1] == f"`{name}`" for row in ROWS if len(row) > 1)


@pytest.mark.parametrize("precision", PRECISIONS)
def test_every_precision_is_documented(precision):
    """Each precision has its row."""
    assert any(row[0] == f"`{precision}`" for row in ROWS)
