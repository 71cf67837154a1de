"""What is changed in the template changes in the stack."""

import json
import shutil

import pytest

from tests.integration.local_stack.conftest import HERE, Caller, settings
from workbench.local.stack import Stack

pytestmark = pytest.mark.slow

CHANGES = {
    '"/do/{proxy+}"': '"/renamed/{proxy+}"',
    "MemorySize: 300": "MemorySize: 600",
    "WORD: first": "WORD: second",
    "StageName: stage": "StageName: other",
}


def test_changes(tmp_path):
    """Another route, memory size, variable, stage and limit in the template are the stack's at its next start."""
    text = (HERE / "template.yaml").read_text()
    for old, new in CHANGES.items():
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "template.yaml").write_text(text)
    shutil.copy(HERE / "functions.py", tmp_path)
    with Stack(settings(tmp_path / "home", tmp_path / "template.yaml", Burst="3", Rate="0.01")) as stack:
        caller = Caller(stack.ready)
        assert stack.ready.api.endswith("/other")
        status, body, _ = caller.call("/renamed/tell")
        about = json.loads(body)
        assert (status, about["memory"], about["word"]) == (200, "600", "second")
        assert caller.call("/do/tell")[0] == 403
        statuses = [caller.call("/renamed/malformed")[0] for _ in range(4)]
        assert 429 in statuses
