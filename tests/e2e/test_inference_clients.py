"""The Open Inference Protocol's own Python clients, unchanged, against the local stack through its stage path."""

import json
import subprocess
from urllib.parse import urlsplit

import pytest

from tests.e2e.missing import give_up
from tests.e2e.sam import REPOSITORY
from tests.e2e.stacks import detached
from tests.models.published import TOP_RIGHT

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

PYTHON = REPOSITORY / ".tools/clients/bin/python"
SCORES = [[1.0] * 4] * 2


@pytest.fixture(scope="module")
def heard(tmp_path_factory):
    """What the clients got, each by its name."""
    if not (REPOSITORY / ".tools/clients/.installed").exists():
        give_up("expected tritonclient and kserve; run make .tools/clients/.installed")
    home = tmp_path_factory.mktemp("home")
    with detached(home, "quadrants") as running:
        yield ask(running, home / "image.png")


def ask(stack, image):
    image.write_bytes(TOP_RIGHT)
    address = urlsplit(stack.api)
    script = REPOSITORY / "tests/support/inference_clients.py"
    command = [PYTHON, script, f"{address.netloc}{address.path}", stack.api_key, image]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("client", ["triton", "kserve"])
def test_ready(heard, client):
    """Both clients find the server alive and ready, and the model ready."""
    assert [heard[client][what] for what in ("live", "ready", "model_ready")] == [True] * 3


@pytest.mark.parametrize("kind", ["binary", "json"])
@pytest.mark.parametrize("client", ["triton", "kserve"])
def test_tensors(heard, client, kind):
    """Both clients send two rows of a tensor and read their scores and the id, as bytes and as JSON."""
    assert heard[client][kind]["id"] == "seven"
    assert heard[client][kind]["scores"] == SCORES


@pytest.mark.parametrize("kind", ["binary", "json"])
def test_image(heard, kind):
    """An image file as BYTES comes back as its best class, with score, index and label."""
    assert heard["triton"][kind]["classes"] == ["1.000000:1:top right"]


def test_metadata(heard):
    """The client reads the model's platform and its tensors."""
    assert heard["triton"]["metadata"]["platform"] == "litert"
    assert heard["triton"]["metadata"]["inputs"] == [{"name": "image", "datatype": "FP32", "shape": [-1, 8, 8, 1]}]
