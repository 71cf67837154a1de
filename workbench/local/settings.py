"""What can be chosen about a local stack: ports, folders, how many environments."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from workbench.local.layout import PROJECT

DEFAULT_PORT = 4510
DEFAULT_AWS_PORT = 4511


def default_environments() -> int:
    """Return how many environments each function gets: one per processor, at least 2, at most 4."""
    return max(2, min(4, os.cpu_count() or 2))


@dataclass(frozen=True)
class Settings:
    """One local stack's settings.

    Args:
        port: of the HTTP front; 0 lets the system choose.
        aws_port: of the local AWS.
        template: the SAM template.
        home: the folder of everything the stack writes.
        environments: execution environments per function.
        overrides: template parameters.
        built: run the built artefacts where they exist; False runs the source tree.
        integration_seconds: how long API Gateway waits for a function.
        callers: ids of API keys beside the template's own.
    """

    port: int = DEFAULT_PORT
    aws_port: int = DEFAULT_AWS_PORT
    template: Path = PROJECT / "template.yaml"
    home: Path = PROJECT / ".tintype"
    environments: int = field(default_factory=default_environments)
    overrides: Mapping[str, str] = field(default_factory=dict)
    built: bool = True
    integration_seconds: float = 29.0
    callers: tuple[str, ...] = ()
