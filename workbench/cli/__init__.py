"""The `tintype` command: one file for each group of commands, which declares their options and nothing else.

To add a command:

1. Declare it in the file of its group, or in a new one with ``commands = typer.Typer()``, named in `_GROUPS` below.
2. Let it work in AWS and on this machine alike: ``@in_context`` of `workbench.cli.options` adds the options that say
   where, and gives the command a `workbench.context.Context`. Options that others have, too, come from there.
3. Put the work into `workbench/commands/`, imported inside the command, so that `tintype --help` stays quick.
4. Raise a `TintypeError` where it cannot go on (`workbench.errors`): it is printed and decides the exit code.
"""

from typing import Annotated

import typer

from workbench.cli import (
    batch,
    calls,
    cost,
    deploy,
    doctor,
    gate,
    importing,
    logs,
    models,
    redrive,
    releases,
    signing,
    stack,
    train,
    versions,
    where,
)
from workbench.cli.failures import Group

__all__ = ["main"]

_GROUPS = (  # in the order of `tintype --help`
    stack,
    where,
    train,
    importing,
    models,
    versions,
    calls,
    gate,
    releases,
    signing,
    batch,
    cost,
    redrive,
    logs,
    doctor,
    deploy,
)

main = typer.Typer(
    cls=Group,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Image models as a service on AWS Lambda, and all of it on this machine.",
)
for _group in _GROUPS:
    main.add_typer(_group.commands)


@main.callback()
def _options(
    *,
    debug: Annotated[bool, typer.Option("--debug", envvar="TINTYPE_DEBUG", help="Show a failure's traceback.")] = False,
) -> None:
    """Image models as a service on AWS Lambda, and all of it on this machine."""
