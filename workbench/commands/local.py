"""`tintype local up`, `down` and `status`."""

from dataclasses import asdict

import typer
from rich.table import Table

from workbench import printing
from workbench.local import ready, supervisor
from workbench.local.identities import id_token
from workbench.local.layout import Layout
from workbench.local.ready import Ready
from workbench.local.settings import Settings


def up(settings: Settings, *, detach: bool) -> None:
    """Start the stack; in the foreground it stays until Ctrl-C.

    Raises:
        AlreadyRunningError, PortTakenError: it cannot run here.
        StartError: it ended before it was ready, or the template cannot be read.
        FileNotFoundError: the emulator is missing.
    """
    try:
        if detach:
            describe(supervisor.start_detached(settings))
        else:
            supervisor.run(settings, describe)
    except ValueError as error:  # what the template's readers raise
        raise supervisor.StartError(str(error)) from error


def down(layout: Layout) -> None:
    """Stop the stack that runs in this folder."""
    stopped = supervisor.stop_running(layout)
    typer.echo("the local stack is down" if stopped else "no local stack was running")


def status(layout: Layout, *, as_json: bool = False) -> None:
    """Say where the stack listens; exit status 1 when none runs."""
    found = ready.read(layout)
    if found is None:
        typer.echo("no local stack is running; start one by `tintype local up`", err=True)
        raise typer.Exit(1)
    printing.show(asdict(found), lambda: _table(found), as_json=as_json)


def token(layout: Layout, user: str) -> None:
    """Print a token for a user of the running stack's pool; exit status 1 where the stack takes none."""
    found = ready.read(layout)
    if found is None or not found.user_pool:
        typer.echo(
            "no local stack that takes tokens is running; start one by `tintype local up --parameter Authorization=JWT "
            "--parameter UserPoolArn=arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_local`",
            err=True,
        )
        raise typer.Exit(1)
    typer.echo(id_token(layout, found.user_pool, user))


def describe(found: Ready) -> None:
    """Print a running stack's addresses and names."""
    printing.table(_table(found))


def _table(found: Ready) -> Table:
    keys = {f"x-api-key ({name})": value for name, value in found.api_keys.items()}
    rows = {"API": found.api, **keys, "AWS": found.aws, **found.buckets, **found.queues, "functions": found.code}
    return printing.pairs(rows.items())
