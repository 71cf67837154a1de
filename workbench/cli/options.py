"""Options that several commands share, and what an option's value may be completed to."""

import inspect
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer

from workbench.cli import completion
from workbench.context import DEFAULT_HOME, resolve
from workbench.local.layout import PROJECT
from workbench.local.settings import default_environments

TEMPLATE = PROJECT / "template.yaml"
ENVIRONMENTS = default_environments()
HOME = DEFAULT_HOME

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

Local = Annotated[bool | None, typer.Option("--local/--aws", help="The local stack, or the deployed one.")]
Stack = Annotated[str | None, typer.Option(help="The deployed stack's name; by default TINTYPE_STACK, else tintype.")]
ConfigEnv = Annotated[str, typer.Option(help="An environment of samconfig.toml.")]
Region = Annotated[str | None, typer.Option(help="The AWS region.")]
Profile = Annotated[str | None, typer.Option(help="A profile of the AWS configuration.")]
ModelName = Annotated[str, typer.Argument(metavar="NAME", help="The model.", autocompletion=completion.models)]
SigningKey = Annotated[
    str,
    typer.Option(
        "--signing-key", envvar="TINTYPE_SIGNING_KEY", help="Sign it: a PEM file, or kms:// and a key of AWS KMS."
    ),
]
Version = Annotated[
    str,
    typer.Argument(metavar="NAME[@VERSION|@ALIAS]", help="As in digits@3.", autocompletion=completion.models),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]

_WHERE = {"local": Local, "home": Home, "stack": Stack, "region": Region, "profile": Profile}


def in_context(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say where it works; its first parameter becomes the resolved context."""

    @wraps(command)
    def run(**options: Any) -> None:  # noqa: ANN401 -- whatever the command declares
        where = {name: options.pop(name) for name in _WHERE}
        command(resolve(**where), **options)

    keyword = inspect.Parameter.KEYWORD_ONLY
    _, *own = inspect.signature(command).parameters.values()
    added = [
        inspect.Parameter(name, keyword, default=HOME if name == "home" else None, annotation=annotation)
        for name, annotation in _WHERE.items()
    ]
    run.__signature__ = inspect.Signature([*(item.replace(kind=keyword) for item in own), *added])  # type: ignore[attr-defined]
    return run
