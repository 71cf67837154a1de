"""Makes the base image that `sam local` asks for, from this machine's own Python 3.13."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

from workbench.engine.failure import EngineError
from workbench.engine.rootfs import assemble
from workbench.packaging.python313 import find_python313

REPOSITORY = Path(__file__).resolve().parents[2]
ASK_SAM = (
    "from samcli.local.docker.lambda_image import LambdaImage, Runtime;"
    'print(f\'{LambdaImage._INVOKE_REPO_PREFIX}/{Runtime.get_image_name_tag("python3.13", "x86_64")}\')'
)
SETTINGS = (
    "WORKDIR /var/task",
    'ENTRYPOINT ["/var/runtime/bootstrap"]',
    "ENV PATH=/var/lang/bin:/usr/bin:/bin:/opt/bin",
    "ENV LD_LIBRARY_PATH=/var/lang/lib:/usr/lib:/var/task:/opt/lib",
    "ENV LANG=C.UTF-8 TZ=:UTC AWS_EXECUTION_ENV=AWS_Lambda_python3.13",
    "ENV LAMBDA_TASK_ROOT=/var/task LAMBDA_RUNTIME_DIR=/var/runtime",
)


def image_name() -> str:
    """Return the name under which the installed SAM CLI looks for the base image of python3.13.

    Raises:
        EngineError: SAM CLI is not installed.
    """
    python = REPOSITORY / ".tools/sam/bin/python"
    asked = (
        subprocess.run([python, "-c", ASK_SAM], capture_output=True, text=True, check=False)
        if python.exists()
        else None
    )
    if asked is None or asked.returncode != 0:
        raise EngineError(f"expected SAM CLI in {python.parent}, found none that runs; run make setup")
    return asked.stdout.strip()


def build_image(address: str) -> None:
    """Make the image in the engine at an address, unless it has it.

    Raises:
        EngineError: no Python 3.13 is found, or a step fails.
    """
    docker = {**os.environ, "DOCKER_HOST": address}
    name = image_name()
    if (
        subprocess.run(["docker", "image", "inspect", name], env=docker, capture_output=True, check=False).returncode
        == 0
    ):
        return
    python = find_python313()
    if python is None:
        raise EngineError("expected a Python 3.13 (on PATH, or pyenv's, or uv's), found none")
    with tempfile.TemporaryDirectory(prefix="tintype-image-") as folder:
        root = Path(folder, "root")
        assemble(root, python, REPOSITORY / "requirements/workspace.txt")
        _import(root, name, docker)


def _import(root: Path, name: str, environment: dict[str, str]) -> None:
    changes = [word for setting in SETTINGS for word in ("--change", setting)]
    with subprocess.Popen(["tar", "-C", str(root), "-c", "."], stdout=subprocess.PIPE) as tar:
        command = ["docker", "import", *changes, "-", name]
        done = subprocess.run(command, stdin=tar.stdout, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise EngineError(f"docker import failed: {done.stderr.strip()[-500:]}")
