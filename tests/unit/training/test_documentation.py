from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from training import artefacts
from training.hyperparameters import Hyperparameters, types
from training.job import FOLDERS
from training.metrics import definitions

TEXT = (Path(__file__).parents[3] / "docs" / "training.md").read_text(encoding="utf-8")
ROWS = [line for line in TEXT.splitlines() if line.startswith("|")]


@pytest.mark.parametrize("name", types())
def test_every_hyperparameter_is_documented_with_its_default(name):
    """Each hyperparameter has a row in docs/training.md that gives its default."""
    default = getattr(Hyperparameters(), name)
    [row] = [row for row in ROWS if f"`{name}`" in row.split("|")[1]]
    text = str(default).lower() if isinstance(default, bool) else str(default)
    assert row.split("|")[2].strip().strip("`") == text


@pytest.mark.parametrize("name", FOLDERS)
def test_every_folder_option_is_documented(name):
    """Each option that names a folder has its row."""
    assert any(f"`--{name.replace('_', '-')}`" in row for row in ROWS)


@pytest.mark.parametrize("name", [*artefacts.FILES.values(), artefacts.MANIFEST, artefacts.LABELS, artefacts.GOLDEN])
def test_every_file_is_documented(name):
    """Each file of the model folder has its row."""
    assert any(f"`{name}`" in row for row in ROWS)


def test_metric_definitions_find_the_printed_lines():
    """The documented definitions are those that are sent, and each finds its figure once in a documented line."""
    [written] = re.findall(r"```json\n(\[.*?\])\n```", TEXT, re.DOTALL)
    assert json.loads(written) == definitions()
    lines = re.search(r"```\n(epoch=.*?)```", TEXT, re.DOTALL)
    assert lines is not None
    for definition in definitions():
        assert len(re.findall(definition["Regex"], lines[1])) == 1, definition
