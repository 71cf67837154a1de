"""What samconfig.toml says of deployments: an environment's stack and a stack's region."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from workbench.errors import ContextError
from workbench.local.layout import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

DEFAULT_STACK = "tintype"


def environments(project: Path = PROJECT) -> dict[str, dict[str, Any]]:
    """Return the parameters of each environment for `sam deploy`; the most particular ones win.

    Raises:
        ContextError: there is no samconfig.toml.
    """
    path = project / "samconfig.toml"
    if not path.exists():
        raise ContextError(str(path), "no such file", "Run this in a checkout of Tintype.")
    config = {name: value for name, value in tomllib.loads(path.read_text()).items() if isinstance(value, dict)}
    return {name: _parameters(value, "global") | _parameters(value, "deploy") for name, value in config.items()}


def stack_name(environment: str, project: Path = PROJECT) -> str:
    """Return the stack that an environment names.

    Raises:
        ContextError: there is no such environment.
    """
    known = environments(project)
    name = known.get(environment, {}).get("stack_name")
    if name is None:
        raise ContextError(
            f"an environment of samconfig.toml, one of {', '.join(known)}",
            environment,
            "Name one of them by --config-env.",
        )
    return str(name)


def configured_region(stack: str | None = None, project: Path = PROJECT) -> str | None:
    """Return the region that samconfig.toml has for a stack, where it has one."""
    try:
        known = environments(project)
    except ContextError:
        return None
    found = (item.get("region") for item in known.values() if item.get("stack_name") == (stack or DEFAULT_STACK))
    return next((str(region) for region in found if region), None)


def _parameters(environment: dict[str, Any], command: str) -> dict[str, Any]:
    found: dict[str, Any] = environment.get(command, {}).get("parameters", {})
    return found
