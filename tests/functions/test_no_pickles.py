"""Loading a pickle runs whatever code is in it: nothing that serves loads one, and nothing that is published is one."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import tintype
from tests.functions.conftest import EVENTS
from tintype.registry import read_manifest
from tintype.registry.keys import blob
from tintype.registry.pickles import find_pickle

LOADERS = {"pickle", "_pickle", "cPickle", "cloudpickle", "dill", "joblib", "marshal", "shelve", "copyreg", "torch"}
SCRIPT = """
import sys
seen = []
sys.addaudithook(lambda event, _: seen.append(event) if event in {"pickle.find_class", "marshal.load"} else None)
import json
from functions.predict_http.app import SERVICE, handler
SERVICE.settle()
answer = handler(json.load(sys.stdin), None)
assert answer["statusCode"] == 200, answer
sys.stderr.write("\\n" + json.dumps(sorted(set(seen))))
"""


def imported(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("root", [Path(tintype.__file__).parent, EVENTS.parent / "functions"], ids=lambda p: p.name)
def test_imports(root):
    """No module of the layer or of a function imports what loads pickles."""
    modules = sorted(root.rglob("*.py"))
    assert modules
    assert {str(path.relative_to(root)): found for path in modules if (found := LOADERS & {*imported(path)})} == {}


def test_serving(buckets):  # noqa: ARG001 -- the environment names them
    """From the start of a container to its answer nothing is unpickled, whoever imported what."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        check=True,
        capture_output=True,
        text=True,
        input=(EVENTS / "http_predict_png.json").read_text(),
        env={**os.environ, "TINTYPE_PRELOAD": "digits", "PYTHONPATH": str(EVENTS.parent)},
        cwd=EVENTS.parent,
    )
    assert json.loads(done.stderr.splitlines()[-1]) == []


def test_published_roles(buckets):
    """Every file of a published version, by its role, is free of pickles."""
    models = buckets["model"]
    for role, entry in read_manifest(models, "digits", 1).files.items():
        assert (role, find_pickle(models.get(blob("digits", entry.sha256)).body)) == (role, "")
