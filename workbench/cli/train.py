"""`tintype train`."""

import typer

commands = typer.Typer()
# The command declares its options itself, in a module that takes a second to import.
_FORWARD = {"allow_extra_args": True, "ignore_unknown_options": True}


@commands.command("train", context_settings=_FORWARD, add_help_option=False)
def train(context: typer.Context) -> None:
    """Train a model as a SageMaker training job would, measure it, and publish it."""
    from workbench.commands.train import train as job  # noqa: PLC0415

    command = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    command.command()(job)
    command(args=context.args, prog_name="tintype train")
