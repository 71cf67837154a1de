from __future__ import annotations

import json

import boto3
import pytest
from typer.testing import CliRunner

from tests.support.contexts import Here
from tests.unit.workbench.conftest import SWAPPED
from tintype.registry import keys, promote
from workbench.cli import gate as declared
from workbench.commands.gate import admit, gate
from workbench.gate.errors import REFUSED, GateRefusedError


@pytest.fixture
def candidates(bucket, publish_quadrants):
    """The live version 1, an equal version 2 and a worse version 3."""
    promote(bucket, "quadrants", publish_quadrants())
    publish_quadrants()
    publish_quadrants(SWAPPED)
    bucket.put(keys.policy("quadrants"), b'{"gate": {"most_latency_ratio": 5}}')
    return bucket


def test_a_worse_version_is_not_admitted(candidates, held_out, capsys):
    """Below the policy's bounds nothing is promoted: the error says what was asked, found, and how to mend it."""
    with pytest.raises(GateRefusedError, match=r"difference of accuracy -50\.00%.*--force") as refused:
        admit(Here(candidates), "quadrants", 3, "production", data=str(held_out))
    assert refused.value.exit_code == REFUSED
    assert "60 flips" in capsys.readouterr().err


def test_force_is_kept(candidates, held_out):
    """A forced version is admitted, and the history learns what the gate found and that it was forced."""
    notes = admit(Here(candidates), "quadrants", 3, "production", data=str(held_out), force=True)["gate"]
    assert (notes["forced"], notes["passed"], notes["flips"], notes["difference"]) == (True, False, 60, -0.5)
    assert any("flips" in line or "labels" in line for line in notes["broken"])
    json.dumps(notes)


def test_a_good_version_is_admitted(candidates, held_out):
    """A version within all bounds is admitted with its figures."""
    notes = admit(Here(candidates), "quadrants", 2, "production", data=str(held_out), force=True)["gate"]
    assert notes["passed"]
    assert "forced" not in notes
    assert notes["candidate"]["accuracy"] == 1.0


def test_without_a_set(candidates, capsys):
    """Where there is nothing to compare on, a version is admitted, aloud."""
    assert admit(Here(candidates), "quadrants", 2, "production")["gate"]["source"] == "nothing"
    assert "no held-out set" in capsys.readouterr().err


def test_the_command_only_shows(candidates, held_out, capsys):
    """`tintype gate --json` prints the figures, and no release is made."""
    gate(Here(candidates), "quadrants@2", "production", str(held_out), 150, as_json=True)
    figures = json.loads(capsys.readouterr().out)
    assert (figures["passed"], figures["images"], figures["p"]) == (True, 120, 1.0)
    assert len(list(candidates.list("models/quadrants/releases/"))) == 1


def test_a_set_in_the_deployments_own_s3(candidates, held_out, aws, capsys, monkeypatch):
    """A set below s3:// is read where the deployment is, whatever the environment leads to."""
    for path in held_out.glob("*/*"):
        candidates.put(f"held-out/{path.parent.name}/{path.name}", path.read_bytes())
    client = boto3.client("s3", endpoint_url=f"http://{aws}")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setattr(Here, "s3_client", lambda _: client)
    gate(Here(candidates), "quadrants@2", "production", f"s3://{candidates.name}/held-out", 150, as_json=True)
    assert json.loads(capsys.readouterr().out)["images"] == 120


def test_what_was_asked_for_is_on_stdout(candidates, held_out, capsys):
    """`tintype gate` prints its tables on stdout, as other commands do."""
    gate(Here(candidates), "quadrants@2", "production", str(held_out), 150, as_json=False)
    assert "The policy's bounds" in capsys.readouterr().out


def test_an_alias(candidates, held_out, capsys):
    """A version may be named by an alias that has it."""
    promote(candidates, "quadrants", 2, alias="staging")
    gate(Here(candidates), "quadrants@staging", "production", str(held_out), 120, as_json=True)
    assert json.loads(capsys.readouterr().out)["candidate"]["version"] == 2


def test_the_command_line():
    """The command explains its options."""
    result = CliRunner().invoke(declared.commands, ["gate", "--help"])
    assert result.exit_code == 0
    assert "NAME@VERSION" in result.output
