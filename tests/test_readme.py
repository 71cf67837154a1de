"""The README stays true: its commands, addresses, links and figures are those of the project."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from workbench.local.settings import DEFAULT_PORT

PROJECT = Path(__file__).resolve().parents[1]
TEXT = (PROJECT / "README.md").read_text()
SHELL = "\n".join(re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL))


def test_opening():
    """It opens with a picture, the two commands and one curl line, in this order."""
    order = [TEXT.index(part) for part in (".svg)", "make up ", "make test ", "curl --data-binary")]
    assert order == sorted(order)


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\bmake ([a-z]+)", SHELL + TEXT.replace("`", " ")))))
def test_make_targets(target):
    """Every target of make that it names is there."""
    assert re.search(rf"^{target}:", (PROJECT / "Makefile").read_text(), re.MULTILINE), target


@pytest.mark.parametrize("command", sorted(set(re.findall(r"tintype (up|down|[a-z]+(?= --))", SHELL))))
def test_tintype_commands(command):
    """Every command of `tintype` that it shows is there."""
    done = subprocess.run([sys.executable, "-m", "workbench.cli", command, "--help"], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#]+)\)", TEXT))
def test_links(link):
    """Every link leads to a file of the project."""
    assert (PROJECT / link).exists()


@pytest.mark.parametrize("event", re.findall(r"events/[a-z_0-9]+\.json", SHELL))
def test_events(event):
    """Every event that it shows is there."""
    assert (PROJECT / event).is_file()


def test_address():
    """The curl line's port, stage and image are those of the local stack."""
    assert f"http://127.0.0.1:{DEFAULT_PORT}/api/v1/models/digits:predict" in SHELL
    assert "/samples/digit-7.png" in SHELL


@pytest.mark.parametrize(
    ("row", "handler"),
    [
        ("Tintype", "tintype"),
        ("boto3, Powertools, NumPy, LiteRT", "straightforward"),
        ("boto3, TensorFlow", "tensorflow"),
    ],
)
def test_figures(row, handler):
    """The table of figures is that of the last benchmark."""
    tables = json.loads((PROJECT / "benchmarks/results.json").read_text())["tables"]
    shown = [cell.strip() for cell in re.search(rf"^\| {row} \|(.*)\|$", TEXT, re.MULTILINE)[1].split("|")]
    titles = ("digits, 0.5 MB, S3 loopback", "digits, 0.5 MB, S3 as on AWS", "photo, 18.6 MB, S3 as on AWS")
    for cell, title in zip(shown, titles, strict=False):
        ratios = [table[handler]["ratio"] for name, table in tables.items() if title in name and handler in table]
        assert not cell or float(cell) in {round(ratio, 1 if ratio < 20 else None) for ratio in ratios}, title
