"""Find and speak to AWS's Lambda Runtime Interface Emulator, whose binary the SAM CLI's wheel carries."""

import platform
import sys
from pathlib import Path

from workbench.local.layout import PROJECT

_BINARIES = {"x86_64": "aws-lambda-rie-x86_64", "aarch64": "aws-lambda-rie-arm64"}
INVOCATION_PATH = "/2015-03-31/functions/function/invocations"


def find_emulator(sam: Path = PROJECT / ".tools" / "sam") -> Path:
    """Return the emulator's path inside the SAM CLI's environment.

    Raises:
        FileNotFoundError: there is none for this machine; the message names the remedy.
    """
    name = _BINARIES.get(platform.machine())
    if name is None or sys.platform != "linux":
        message = f"the emulator exists for Linux on x86_64 or aarch64, not for {sys.platform} {platform.machine()}"
        raise FileNotFoundError(message)
    found = sorted(sam.glob(f"lib/python3.*/site-packages/samcli/local/rapid/{name}"))
    if not found:
        message = f"expected {name} of aws-sam-cli below {sam}, found none: run `make setup`"
        raise FileNotFoundError(message)
    return found[-1]


def emulator_command(emulator: Path, invoke_port: int, runtime_port: int, command: list[str]) -> list[str]:
    """Return the command line of one emulator.

    Args:
        emulator: the binary.
        invoke_port: where it takes invokes, on 127.0.0.1.
        runtime_port: where the runtime asks it for work, on 127.0.0.1.
        command: the runtime, started at the first invoke.
    """
    return [
        str(emulator),
        "--log-level",
        "info",
        "--runtime-interface-emulator-address",
        f"127.0.0.1:{invoke_port}",
        "--runtime-api-address",
        f"127.0.0.1:{runtime_port}",
        *command,
    ]
