"""Start, stop, kill and start again."""

import json
import signal
import socket
import subprocess
import sys
import threading
import time
from urllib.parse import urlsplit

import psutil
import pytest
from typer.testing import CliRunner

from tests.integration.local_stack.conftest import Caller, settings
from workbench.cli import main
from workbench.local import lock, ready, supervisor
from workbench.local.layout import Layout
from workbench.local.stack import PortTakenError, Stack

pytestmark = pytest.mark.slow


class Foreground:
    """`tintype local up` as a child of this process."""

    def __init__(self, chosen):
        command = [sys.executable, "-m", "workbench.cli", "local", "up", *supervisor.as_options(chosen)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
        self.layout = Layout(chosen.home)
        deadline = time.monotonic() + 60
        while ready.read(self.layout) is None:
            assert self.process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
        found = ready.read(self.layout)
        assert found is not None
        self.caller = Caller(found)

    def family(self):
        """Return every process below the supervisor."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def end(self, number):
        """Send a signal; return the processes that outlive the supervisor by more than five seconds."""
        family = self.family()
        assert len(family) >= 3  # the local AWS, an emulator, its runtime
        self.process.send_signal(number)
        self.process.wait(20)
        _, alive = psutil.wait_procs(family, timeout=5)
        return [item for item in alive if item.status() != psutil.STATUS_ZOMBIE]


def is_up(caller):
    """Tell whether the local AWS takes connections."""
    address = urlsplit(caller.ready.aws)
    try:
        socket.create_connection((address.hostname, address.port), timeout=1).close()
    except OSError:
        time.sleep(0.05)
        return False
    return True


@pytest.fixture
def foreground():
    """Start stacks in the foreground; none is left when a test fails half way."""
    started = []

    def start(chosen):
        started.append(Foreground(chosen))
        return started[-1]

    yield start
    for item in started:
        item.process.kill()
        item.process.wait()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_no_process_left(tmp_path, foreground, number):
    """However the supervisor ends, in the middle of a call too, no process is left behind."""
    running = foreground(settings(tmp_path))
    running.caller.call("/do/tell")
    sleeping = threading.Thread(target=running.caller.call_into_the_void, args=["/wait/sleep=20"])
    sleeping.start()
    time.sleep(1)
    assert running.end(number) == []
    sleeping.join(10)


def test_state_survives_a_kill(tmp_path, foreground):
    """After SIGKILL, objects come back as they were, and an upload that was being worked on is answered."""
    chosen = settings(tmp_path)
    first = foreground(chosen)
    kept = first.caller.upload("kept/ü.png", b"body")
    first.caller.result("kept/ü.png")
    first.caller.upload("slow/1")
    time.sleep(0.5)
    first.end(signal.SIGKILL)
    second = foreground(chosen)
    caller = second.caller
    assert caller.ready.api_key == first.caller.ready.api_key
    found = caller.s3.get_object(Bucket=caller.ready.buckets["Uploads"], Key="kept/ü.png")
    assert (found["Body"].read(), found["ETag"], found["VersionId"]) == (b"body", kept["ETag"], kept["VersionId"])
    assert caller.result("kept/ü.png")["event"]["detail"]["object"]["version-id"] == kept["VersionId"]
    caller.result("slow/1")
    assert second.end(signal.SIGINT) == []


def test_aws_comes_back(tmp_path, foreground):
    """A local AWS that dies is started again with everything it had."""
    running = foreground(settings(tmp_path))
    caller = running.caller
    caller.call("/do/tell")
    caller.upload("before")
    caller.result("before")
    (aws,) = [item for item in running.family() if "workbench.local.aws" in item.cmdline()]
    aws.kill()
    aws.wait(10)
    deadline = time.monotonic() + 30
    while not is_up(caller):
        assert time.monotonic() < deadline
    caller.upload("after")
    caller.result("after")
    caller.result("before")
    assert running.end(signal.SIGTERM) == []


def test_in_the_background(tmp_path):
    """A stack in the background outlives the command, says where it is, refuses a second one, and goes down."""
    chosen = settings(tmp_path)
    runner = CliRunner()
    options = supervisor.as_options(chosen)
    started = runner.invoke(main, ["local", "up", "--detach", *options])
    assert started.exit_code == 0, started.output
    home = ["--home", str(tmp_path)]
    try:
        status = runner.invoke(main, ["local", "status", *home])
        assert (status.exit_code, f"127.0.0.1:{chosen.port}/stage" in status.output) == (0, True)
        second = runner.invoke(main, ["local", "up", *options])
        assert (second.exit_code, "running already" in second.output) == (1, True)
    finally:
        down = runner.invoke(main, ["local", "down", *home])
    assert "is down" in down.output
    assert lock.holder(Layout(tmp_path).lock_file) is None
    assert not (tmp_path / "stack.json").exists()


def test_port_taken(tmp_path):
    """A port that somebody else has is named with the way to choose another."""
    chosen = settings(tmp_path)
    with (
        socket.create_server(("127.0.0.1", chosen.aws_port)),
        pytest.raises(PortTakenError, match=rf"port {chosen.aws_port} is taken.*--aws-port"),
        Stack(chosen),
    ):
        pass


def test_failed_start_says_why(tmp_path):
    """A stack in the background that cannot start hands its error to the command."""
    chosen = settings(tmp_path)
    with (
        socket.create_server(("127.0.0.1", chosen.port)),
        pytest.raises(supervisor.StartError, match=rf"port {chosen.port} is taken"),
    ):
        supervisor.start_detached(chosen)


def test_ready_file(stack):
    """The ready file holds what the stack says of itself."""
    content = json.loads(stack.layout.ready_file.read_text())
    assert content["buckets"] == {"Uploads": "tintype-uploads", "Results": "tintype-results"}
    assert content["api"] == stack.ready.api
