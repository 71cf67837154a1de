"""Which values a template's parameters take: its defaults, then samconfig.toml, then the caller's."""

import re
import shlex
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def parse_overrides(value: str | list[str] | Mapping[str, Any]) -> dict[str, str]:
    """Read SAM's `parameter_overrides`: `"A=1 B=2"`, a list of such words, or a table."""
    if isinstance(value, Mapping):
        return {name: str(item) for name, item in value.items()}
    words = shlex.split(value) if isinstance(value, str) else [word for item in value for word in shlex.split(item)]
    return dict(word.split("=", 1) for word in words if "=" in word)


def samconfig_overrides(path: Path, environment: str = "default") -> dict[str, str]:
    """Return the parameter overrides of one samconfig.toml environment; none without the file.

    `[ENV.global.parameters]` comes first, `[ENV.deploy.parameters]` wins, as in `sam deploy`.
    """
    if not path.is_file():
        return {}
    config = tomllib.loads(path.read_text()).get(environment, {})
    found: dict[str, str] = {}
    for command in ("global", "deploy"):
        value = config.get(command, {}).get("parameters", {}).get("parameter_overrides")
        found |= parse_overrides(value) if value else {}
    return found


def parameter_values(document: Mapping[str, Any], overrides: Mapping[str, str]) -> dict[str, Any]:
    """Give every declared parameter its value; comma-delimited lists become lists.

    Raises:
        ValueError: a parameter has neither default nor override, or a value that the template does not allow.
    """
    values: dict[str, Any] = {}
    for name, declaration in document.get("Parameters", {}).items():
        value = overrides.get(name, declaration.get("Default"))
        if value is None:
            message = f"parameter {name} of the template has no default: give it a value in samconfig.toml"
            raise ValueError(message)
        allowed = [str(item) for item in declaration.get("AllowedValues", [value])]
        if str(value) not in allowed:
            message = f"expected {name} to be one of {', '.join(allowed)}, received {value}"
            raise ValueError(message)
        pattern = declaration.get("AllowedPattern", ".*")
        if not re.fullmatch(pattern, str(value), re.DOTALL):
            message = f"expected {name} to match {pattern}, received {value}"
            raise ValueError(message)
        kind = declaration.get("Type", "String")
        is_list = kind == "CommaDelimitedList" or kind.startswith("List<")
        values[name] = [item.strip() for item in str(value).split(",")] if is_list else str(value)
    return values
