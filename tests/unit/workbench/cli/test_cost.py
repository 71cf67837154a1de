import json
import re

import pytest
from typer.testing import CliRunner

from tintype.batches.pricing import AS_OF
from workbench.cli import main
from workbench.local.layout import PROJECT

PAGE = (PROJECT / "docs" / "operations.md").read_text()
EXAMPLES = re.findall(r"```sh\n(tintype cost[^\n]*)\n```\n```\n(.*?)```", PAGE, re.DOTALL)


def run(*arguments):
    return CliRunner().invoke(main, ["cost", *arguments])


def test_offline(monkeypatch):
    """It needs neither credentials nor a network nor a stack."""
    monkeypatch.setattr("socket.socket.connect", None)
    assert "server that always runs" in run().stdout


def test_json():
    """For scripts there is one document with each size, the server, and what it was made of."""
    said = json.loads(run("--ms", "50", "--cold-share", "0", "--json").stdout)
    assert [size["megabytes"] for size in said["sizes"]] == [512, 1024, 1769, 3008]
    assert said["sizes"][2]["milliseconds"] == 50
    assert said["prices"]["as_of"] == AS_OF
    assert said["server"]["month"] > 0
    assert said["times"]["source"] == "given"


def test_own_prices(tmp_path):
    """With prices of one's own the estimate is made of them, and says where they are from."""
    file = tmp_path / "prices.json"
    file.write_text('{"api_call": 1, "x86_64": 0, "request": 0}')
    told = run("--price-file", str(file), "--memory", "1769")
    assert "$1,000,000.00" in told.stdout
    assert f"those of {file}" in told.stdout


@pytest.mark.parametrize("wrong", [("--model", "cats"), ("--ms", "0"), ("--memory", "64"), ("--architecture", "vax")])
def test_used_wrongly(wrong):
    """What it cannot reckon with is refused."""
    assert run(*wrong).exit_code == 2


def test_there_are_examples():
    """The page has worked examples."""
    assert len(EXAMPLES) >= 2


@pytest.mark.parametrize(("command", "printed"), EXAMPLES)
def test_the_page_shows_what_is_printed(command, printed):
    """Each worked example on the page prints what stands below it, figure by figure."""
    told = run(*command.split()[2:])
    assert told.exit_code == 0
    assert told.stdout.split() == printed.split()
