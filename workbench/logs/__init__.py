"""What the functions wrote: files on this machine, log groups of CloudWatch Logs on AWS, read the same way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workbench.context import LocalContext
from workbench.errors import USAGE, WorkbenchError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.context import Context
    from workbench.logs.source import Source

__all__ = ["UnknownFunctionError", "chosen", "sources"]

_ENDINGS = ("Function", "Log")


class UnknownFunctionError(WorkbenchError):
    """A function that the deployment does not have."""

    exit_code = USAGE


def sources(context: Context) -> list[Source]:
    """Return every log of a deployment: one for each function, and locally those of the stack and its AWS."""
    if isinstance(context, LocalContext):
        from workbench.logs.files import found  # noqa: PLC0415

        return list(found(context.home))
    from workbench.context.deployed import DeployedContext  # noqa: PLC0415  # imports boto3
    from workbench.logs.groups import found as groups  # noqa: PLC0415

    return list(groups(context)) if isinstance(context, DeployedContext) else []


def chosen(all_sources: Sequence[Source], names: Sequence[str]) -> list[Source]:
    """Return the logs that these names mean: `http`, `predict-http` or `PredictHttpFunction`; all without names.

    Raises:
        UnknownFunctionError: a name means none of them.
    """
    known = {source.name: source for source in all_sources}
    if not names:
        return list(all_sources)
    return [known[_match(name, list(known))] for name in names]


def function_name(logical_id: str) -> str:
    """Return what a function is called here: `PredictHttpFunction` and `PredictHttpLog` are `predict-http`."""
    for ending in _ENDINGS:
        logical_id = logical_id.removesuffix(ending)
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", logical_id).lower()


def _match(name: str, known: list[str]) -> str:
    wanted = function_name(name)
    for each in known:
        if wanted == each or each.endswith(f"-{wanted}"):
            return each
    every = ", ".join(sorted(known)) or "no logs yet"
    raise UnknownFunctionError(f"one of {every}", repr(name), "Name it by --function.")
