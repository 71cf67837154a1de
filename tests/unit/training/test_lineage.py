from __future__ import annotations

import re

from training import lineage as module
from training.hyperparameters import Hyperparameters
from training.lineage import code_commit, lineage


def test_lineage_says_where_a_model_comes_from():
    """Data, settings, libraries and time are all in it; where it was published to is not."""
    found = lineage(Hyperparameters(epochs=3, registry="s3://secret"), "ab" * 32)
    assert found["data"] == {"digest": "ab" * 32}
    assert found["hyperparameters"]["epochs"] == 3
    assert {"python", "keras", "numpy", "ai-edge-litert"} <= found["libraries"].keys()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", found["created"])
    assert "secret" not in str(found)


def test_commit_told_by_the_environment(monkeypatch):
    """Where the code has no git history, as on SageMaker, the environment may name the commit."""
    monkeypatch.setenv("TINTYPE_CODE_COMMIT", "abc123")
    assert code_commit() == "abc123"


def test_no_git(monkeypatch):
    """Without git the commit is unknown, and training goes on."""
    monkeypatch.delenv("TINTYPE_CODE_COMMIT", raising=False)
    monkeypatch.setenv("PATH", "/nowhere")
    assert code_commit() == ""


def test_no_repository(monkeypatch, tmp_path):
    """Outside a repository the commit is unknown, and training goes on."""
    monkeypatch.delenv("TINTYPE_CODE_COMMIT", raising=False)
    monkeypatch.setattr(module, "__file__", str(tmp_path / "lineage.py"))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    assert code_commit() == ""
