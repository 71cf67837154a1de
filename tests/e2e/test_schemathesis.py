"""The local stack, called by the document that it gives out about itself, with all of schemathesis's checks on."""

import os
import subprocess

import pytest

from tests.e2e.missing import give_up
from tests.e2e.sam import REPOSITORY
from tests.e2e.stacks import detached

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

SCHEMATHESIS = REPOSITORY / ".tools/schemathesis/bin/schemathesis"
SUPPORT = "tests.support.schemathesis"
UNLIMITED = ("--parameter", "ThrottleRate=10000", "--parameter", "ThrottleBurst=5000")
EXAMPLES = 50


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    """A stack with a model that takes images and one that takes two tensors, and no throttle to speak of."""
    if not SCHEMATHESIS.exists():
        give_up("expected schemathesis; run make .tools/schemathesis/.installed")
    with detached(tmp_path_factory.mktemp("home"), "quadrants", "pair", options=UNLIMITED) as running:
        yield running


def test_no_failure(stack, tmp_path):
    """No generated call meets an error of ours, or an answer that differs from what the document says."""
    command = [SCHEMATHESIS, "--config-file", REPOSITORY / f"{SUPPORT.replace('.', '/')}/schemathesis.toml", "run"]
    command += [f"{stack.api}/openapi.json", "--header", f"x-api-key: {stack.api_key}", "--checks", "all"]
    command += ["--max-examples", str(EXAMPLES), "--continue-on-failure", "--no-color", "--warnings", "off"]
    command += ["--generation-deterministic"]  # the same calls in every run: a failure is of the change at hand
    variables = os.environ | {"SCHEMATHESIS_HOOKS": f"{SUPPORT}.hooks", "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, env=variables)
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-5_000:]
