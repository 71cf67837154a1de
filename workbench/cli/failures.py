"""What a command that cannot go on prints, and its exit code."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperGroup

from tintype.errors import TintypeError
from workbench.errors import FAILED, NOT_FOUND

if TYPE_CHECKING:
    from collections.abc import Iterator

_NOT_FOUND_STATUS = (404, 410)


class Group(TyperGroup):
    """The root of all commands: prints what they raise as one line on stderr, and as a traceback with `--debug`."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 -- typer's own Click has no public types
        """Run the command."""
        try:
            return super().invoke(ctx)
        except tuple(_expected()) as error:
            if ctx.params.get("debug") or isinstance(error, BrokenPipeError):
                raise
            typer.echo(f"{_name(ctx)}: {error}", err=True)
            raise typer.Exit(exit_code(error)) from None
        except Exception as error:
            if ctx.params.get("debug") or _is_typers_own(error):
                raise
            said = f"unexpected {type(error).__name__}: {error}"
            typer.echo(f"{_name(ctx)}: {said}. `tintype --debug …` shows where; please report it.", err=True)
            raise typer.Exit(FAILED) from None


def exit_code(error: BaseException) -> int:
    """Return the exit code for an error: its own, or 4 where what was named does not exist, else 1."""
    own: int | None = getattr(error, "exit_code", None)
    if own is None and getattr(error, "status", None) in _NOT_FOUND_STATUS:
        return NOT_FOUND
    return own or FAILED


def _name(ctx: Any) -> str:  # noqa: ANN401
    return f"tintype {ctx.invoked_subcommand}"


def _is_typers_own(error: Exception) -> bool:
    """Say whether typer prints the error itself, with the command's usage."""
    return isinstance(error, typer.Exit | typer.Abort) or hasattr(error, "show")


def _expected() -> Iterator[type[Exception]]:
    yield TintypeError
    yield OSError
    if botocore := sys.modules.get("botocore.exceptions"):  # what was never imported has raised nothing
        yield botocore.BotoCoreError
        yield botocore.ClientError
