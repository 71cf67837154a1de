"""Runs the real `sam local` and reads what it prints."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
SAM = REPOSITORY / ".tools/sam/bin/sam"
FUNCTIONS = {
    "http": ["PredictHttpFunction"],
    "page": ["PageFunction"],
    "upload": ["PredictUploadFunction"],
    "batch": ["PredictBatchFunction", "--parameter-overrides", "Batches=On"],
}


def environment(docker_host: str | None) -> dict[str, str]:
    """Return the variables for a `sam` command: keys that any emulator takes, and no call home."""
    keys = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_DEFAULT_REGION": "us-east-1"}
    engine = {} if docker_host is None else {"DOCKER_HOST": docker_host}
    return os.environ | keys | engine | {"SAM_CLI_TELEMETRY": "0", "NO_COLOR": "1"}


def invoke(event: Path, variables: Path, docker_host: str | None) -> dict[str, Any]:
    """Run one event through the function that its file's name begins with, and return the answer.

    The exit code says nothing: it is 0 for a failed handler too.
    """
    function = FUNCTIONS[event.name.partition("_")[0]]
    command = [SAM, "local", "invoke", *function, "--event", event, "--env-vars", variables]
    done = subprocess.run(
        command, cwd=REPOSITORY, env=environment(docker_host), capture_output=True, text=True, timeout=200, check=False
    )
    answer = (done.stdout.strip().splitlines() or [""])[-1]
    assert answer.startswith("{"), f"expected the answer as the last line, received:\n{done.stdout}\n{done.stderr}"
    assert "errorMessage" not in answer, f"the handler failed:\n{answer}\n{done.stderr}"
    found: dict[str, Any] = json.loads(answer)
    return found


@contextlib.contextmanager
def start_api(variables: Path, docker_host: str | None) -> Iterator[str]:
    """Run `sam local start-api` and yield its address; it takes its containers with it when it ends."""
    port = free_port()
    # What runs in the background may ignore Ctrl-C, and so would its children.
    command = ["env", "--default-signal=INT", SAM, "local", "start-api", "--port", str(port), "--env-vars", variables]
    process = subprocess.Popen(command, cwd=REPOSITORY, env=environment(docker_host), stderr=subprocess.PIPE, text=True)
    try:
        wait_for(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGINT)
        _, log = process.communicate(timeout=60)
        remove_containers(log, docker_host)


def remove_containers(log: str, docker_host: str | None) -> None:
    """Remove the containers that SAM names in its log and left running."""
    names = [line.split()[-1] for line in log.splitlines() if "SAM_CONTAINER_ID" in line]
    for name in names:
        subprocess.run(
            ["docker", "rm", "--force", name], env=environment(docker_host), capture_output=True, check=False
        )


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def wait_for(port: int, process: subprocess.Popen[str], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.2)
    raise AssertionError(f"expected sam local start-api on port {port} within {seconds:.0f} s")


def post(url: str, body: bytes, content_type: str) -> tuple[int, Mapping[str, str], bytes]:
    """Send a body and return status, headers and body of the answer."""
    request = urllib.request.Request(url, data=body, headers={"Content-Type": content_type})  # noqa: S310 - loopback
    with urllib.request.urlopen(request, timeout=120) as response:  # noqa: S310 - loopback
        return response.status, response.headers, response.read()
