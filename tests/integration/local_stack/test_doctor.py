"""`tintype doctor --deployed` against the real functions on a running stack."""

import json
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from tests.integration.local_stack.conftest import settings
from workbench.cli import main
from workbench.local.layout import PROJECT
from workbench.local.lock import hold
from workbench.local.stack import Stack

pytestmark = pytest.mark.slow


def test_smoke(tmp_path):
    """Keys, limits, a version and its rollback, and an upload are tried out, and nothing of it is left."""
    quick = settings(tmp_path, PROJECT / "template.yaml", RefreshSeconds="1")
    chosen = replace(quick, integration_seconds=29.0)  # a busy machine starts functions slowly
    with Stack(chosen) as stack, hold(stack.layout.lock_file):
        done = CliRunner().invoke(main, ["doctor", "--deployed", "--local", "--home", str(tmp_path), "--json"])
        findings = json.loads(done.stdout)["findings"]
        assert [each for each in findings if each["state"] == "wrong"] == []
        assert done.exit_code == 0
        found = {each["what"]: each["state"] for each in findings}
        tried = ("a call without a key", "a body that is too large", "a body that is too large for Lambda")
        answered = ("bytes in a call and its answer", "a new version", "a rollback", "an upload")
        assert {found[what] for what in (*tried, *answered, "cleaning up", "dead letters")} == {"ok"}
        listed = CliRunner().invoke(main, ["list", "--local", "--home", str(tmp_path), "--json"])
        assert json.loads(listed.stdout) == []
