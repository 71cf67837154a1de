"""Lets containers reach a server that listens on this machine's loopback."""

from __future__ import annotations

import subprocess
from pathlib import Path

from workbench.engine.failure import EngineError

GATEWAY = "172.17.0.1"  # this machine, as containers on Docker's default bridge see it
BRIDGE = "docker0"


def expose(port: int) -> str:
    """Forward ``172.17.0.1:port``, asked from a container, to ``127.0.0.1:port`` here.

    Returns:
        The address for containers, ``172.17.0.1:port``. Asking twice is the same as once.

    Raises:
        EngineError: the rule cannot be set (root is needed).
    """
    try:
        Path(f"/proc/sys/net/ipv4/conf/{BRIDGE}/route_localnet").write_text("1")
    except OSError as error:
        raise EngineError(f"expected to set a rule for {BRIDGE} as root: {error}") from error
    if _iptables("--check", port).returncode != 0:
        added = _iptables("--insert", port)
        if added.returncode != 0:
            raise EngineError(f"iptables refused the rule: {added.stderr.strip()}")
    return f"{GATEWAY}:{port}"


def conceal(port: int) -> None:
    """Take the rule of ``expose`` away; do nothing when there is none."""
    _iptables("--delete", port)


def _iptables(action: str, port: int) -> subprocess.CompletedProcess[str]:
    rule = ["--in-interface", BRIDGE, "--destination", GATEWAY, "--protocol", "tcp", "--dport", str(port)]
    command = ["iptables", "--table", "nat", action, "PREROUTING", *rule, "--jump", "DNAT"]
    return subprocess.run(
        [*command, "--to-destination", f"127.0.0.1:{port}"], capture_output=True, text=True, check=False
    )
