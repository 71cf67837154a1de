"""The `tintype` command: declares every option; the work is imported when it is asked for."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from workbench.local.layout import PROJECT, Layout
from workbench.local.settings import DEFAULT_AWS_PORT, DEFAULT_PORT, Settings, default_environments

main = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    help="Image models as a service on AWS Lambda, and all of it on this machine.",
)
local = typer.Typer(no_args_is_help=True, help="The embedded local stack: real emulator, S3, SQS, EventBridge, API.")
main.add_typer(local, name="local")

Home = Annotated[Path, typer.Option(envvar="TINTYPE_HOME", help="The folder of everything the stack writes.")]
Port = Annotated[int, typer.Option(envvar="TINTYPE_PORT", help="Where the API listens on 127.0.0.1.")]
AwsPort = Annotated[int, typer.Option(envvar="TINTYPE_AWS_PORT", help="Where S3, SQS and EventBridge listen.")]
Template = Annotated[Path, typer.Option(help="The SAM template.")]
Environments = Annotated[
    int,
    typer.Option(min=1, envvar="TINTYPE_ENVIRONMENTS", help="Execution environments per function."),
]
Parameters = Annotated[list[str] | None, typer.Option("--parameter", help="A template parameter, as Name=value.")]
Callers = Annotated[
    list[str] | None,
    typer.Option("--caller", envvar="TINTYPE_CALLERS", help="A further API key's id; several times for several keys."),
]
Source = Annotated[bool, typer.Option("--source", help="Run the source tree even where a build exists.")]

_ENVIRONMENTS = default_environments()
_HOME = PROJECT / ".tintype"
# Options of a command that declares its own, in a module that takes a second to import.
_FORWARD = {"allow_extra_args": True, "ignore_unknown_options": True}
_TEMPLATE = PROJECT / "template.yaml"


@main.command("up")
def everything_up(
    *,
    port: Port = DEFAULT_PORT,
    aws_port: AwsPort = DEFAULT_AWS_PORT,
    home: Home = _HOME,
    environments: Environments = _ENVIRONMENTS,
    caller: Callers = None,
    source: Source = False,
) -> None:
    """Train and publish the first model if there is none, start the local stack, and ask it about real images."""
    from workbench.commands.up import up  # noqa: PLC0415

    callers = tuple(caller or ())
    up(Settings(port, aws_port, _TEMPLATE, home.resolve(), environments, built=not source, callers=callers))


@main.command("down")
def everything_down(home: Home = _HOME) -> None:
    """Stop the local stack; models, uploads and results are kept."""
    local_down(home)


@main.command("train", context_settings=_FORWARD, add_help_option=False)
def train(context: typer.Context) -> None:
    """Train a model as a SageMaker training job would, measure it, and publish it."""
    from workbench.commands.train import train as job  # noqa: PLC0415

    command = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    command.command()(job)
    command(args=context.args, prog_name="tintype train")


@main.command("batch")
def batch(  # noqa: PLR0913  # each is an option
    *,
    source: Annotated[str, typer.Argument(help="s3://bucket/prefix/, or a manifest: s3://bucket/list.csv or .jsonl.")],
    target: Annotated[str, typer.Argument(help="Where the results go: s3://bucket/prefix/.")],
    model: Annotated[str, typer.Option(help="The model that answers.")],
    version: Annotated[int, typer.Option(min=0, help="Exactly this version; 0 for what the label stands for.")] = 0,
    label: Annotated[str, typer.Option(help="An alias of the release.")] = "production",
    top: Annotated[int, typer.Option(min=1, max=1000, help="Candidates that each answer lists.")] = 5,
    local: Annotated[bool, typer.Option("--local", help="On the local stack, which must be running.")] = False,
    home: Home = _HOME,
    environments: Environments = _ENVIRONMENTS,
    stack: Annotated[str, typer.Option(help="The deployed stack's name.")] = "tintype",
) -> None:
    """Answer all images below a prefix, or of a manifest, in blocks; a second run does only what is missing."""
    from workbench.commands.batch import Options  # noqa: PLC0415
    from workbench.commands.batch import batch as run  # noqa: PLC0415

    settings = Settings(template=_TEMPLATE, home=home.resolve(), environments=environments) if local else None
    run(source, target, Options(model, version, label, top), settings, stack)


@main.command("deploy")
def deploy(
    *,
    config_env: Annotated[str, typer.Option(help="An environment of samconfig.toml.")] = "default",
    guided: Annotated[bool, typer.Option("--guided", help="Let SAM ask for every parameter.")] = False,
    region: Annotated[str | None, typer.Option(help="The AWS region.")] = None,
    profile: Annotated[str | None, typer.Option(help="A profile of the AWS configuration.")] = None,
    show_key: Annotated[bool, typer.Option("--show-key", help="Print the first caller's API key.")] = False,
) -> None:
    """Build and deploy by the SAM CLI, then print the outputs and how the API is called."""
    from workbench.commands.deploy import Options  # noqa: PLC0415
    from workbench.commands.deploy import deploy as run  # noqa: PLC0415

    run(Options(config_env, guided, region, profile, show_key))


@main.command("redrive")
def redrive(  # each is an option
    *,
    only_list: Annotated[bool, typer.Option("--list", help="Only say what there is.")] = False,
    error: Annotated[str | None, typer.Option(help="Put back only what failed with this error.")] = None,
    here: Annotated[bool, typer.Option("--local", help="The local stack's instead of a deployed one's.")] = False,
    home: Home = _HOME,
    config_env: Annotated[str, typer.Option(help="An environment of samconfig.toml.")] = "default",
    region: Annotated[str | None, typer.Option(help="The AWS region.")] = None,
    profile: Annotated[str | None, typer.Option(help="A profile of the AWS configuration.")] = None,
) -> None:
    """Say why uploads are dead letters, and put them back into the queue."""
    from workbench.commands.deploy import Options  # noqa: PLC0415
    from workbench.commands.redrive import deployed, local  # noqa: PLC0415
    from workbench.commands.redrive import redrive as run  # noqa: PLC0415

    options, layout = Options(config_env, region=region, profile=profile), Layout(home.resolve())
    run(lambda: local(layout) if here else deployed(options), error, only_list=only_list)


@local.command("up")
def local_up(  # noqa: PLR0913  # each is an option
    *,
    detach: Annotated[bool, typer.Option("--detach", help="Return when it is ready, and leave it running.")] = False,
    port: Port = DEFAULT_PORT,
    aws_port: AwsPort = DEFAULT_AWS_PORT,
    template: Template = _TEMPLATE,
    home: Home = _HOME,
    environments: Environments = _ENVIRONMENTS,
    parameter: Parameters = None,
    caller: Callers = None,
    source: Source = False,
) -> None:
    """Start the local stack; Ctrl-C stops it."""
    from workbench.commands.local import up  # noqa: PLC0415  # keeps `tintype --help` quick

    overrides = dict(_name_and_value(item) for item in parameter or [])
    settings = Settings(port, aws_port, template.resolve(), home.resolve(), environments, overrides, not source)
    up(replace(settings, callers=tuple(caller or ())), detach=detach)


@local.command("down")
def local_down(home: Home = _HOME) -> None:
    """Stop the local stack."""
    from workbench.commands.local import down  # noqa: PLC0415

    down(Layout(home.resolve()))


@local.command("status")
def local_status(home: Home = _HOME) -> None:
    """Say where the local stack listens."""
    from workbench.commands.local import status  # noqa: PLC0415

    status(Layout(home.resolve()))


@local.command("token")
def local_token(user: Annotated[str, typer.Argument(help="The user's name.")] = "somebody", home: Home = _HOME) -> None:
    """Print a token for a user of the local user pool, where the stack runs with Authorization=JWT."""
    from workbench.commands.local import token  # noqa: PLC0415

    token(Layout(home.resolve()), user)


def _name_and_value(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        message = f"expected Name=value, received {text!r}"
        raise typer.BadParameter(message)
    return name, value


if __name__ == "__main__":
    main()
