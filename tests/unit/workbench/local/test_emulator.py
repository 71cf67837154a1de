"""The emulator's binary inside the SAM CLI's environment."""

import platform

import pytest

from workbench.local.emulator import emulator_command, find_emulator


@pytest.mark.parametrize(("machine", "name"), [("x86_64", "x86_64"), ("aarch64", "arm64")])
def test_binary_of_this_machine(tmp_path, monkeypatch, machine, name):
    """The binary for this processor is found, whichever Python the SAM CLI runs on."""
    monkeypatch.setattr(platform, "machine", lambda: machine)
    path = tmp_path / "lib/python3.12/site-packages/samcli/local/rapid" / f"aws-lambda-rie-{name}"
    path.parent.mkdir(parents=True)
    path.touch()
    assert find_emulator(tmp_path) == path


def test_missing(tmp_path):
    """Without the SAM CLI the message names the remedy."""
    with pytest.raises(FileNotFoundError, match="make setup"):
        find_emulator(tmp_path)


def test_other_processor(monkeypatch):
    """On a processor without an emulator the message says which there are."""
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    with pytest.raises(FileNotFoundError, match="x86_64 or aarch64"):
        find_emulator()


def test_command(tmp_path):
    """The emulator listens on the loopback interface only."""
    command = emulator_command(tmp_path / "rie", 1, 2, ["python", "-m", "x"])
    assert [item for item in command if ":" in item] == ["127.0.0.1:1", "127.0.0.1:2"]
    assert command[-3:] == ["python", "-m", "x"]
