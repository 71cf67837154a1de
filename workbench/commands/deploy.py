"""`tintype deploy`: builds and deploys by the SAM CLI, then says how the deployed API is called."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.table import Table

from workbench import printing
from workbench.context.samconfig import stack_name
from workbench.context.sessions import aws_session
from workbench.errors import WorkbenchError
from workbench.local.layout import PROJECT

if TYPE_CHECKING:
    import boto3

_console = Console()


class DeployError(WorkbenchError):
    """A deploy that cannot begin or did not succeed."""


@dataclass(frozen=True)
class Options:
    """What is deployed, where and as whom.

    Args:
        config_env: an environment of samconfig.toml.
        guided: let SAM ask for the parameters.
        region: an AWS region; None takes the configured one.
        profile: a named profile; None takes the usual credentials.
        show_key: print the first caller's key itself.
        project: the folder of template.yaml and samconfig.toml.
    """

    config_env: str = "default"
    guided: bool = False
    region: str | None = None
    profile: str | None = None
    show_key: bool = False
    project: Path = PROJECT


def deploy(options: Options, *, as_json: bool = False) -> None:
    """Deploy, and print the stack's outputs.

    Raises:
        ContextError: there is no such environment, no credentials, or no region.
        DeployError: the SAM CLI is missing, or it failed.
        BotoCoreError, ClientError: AWS refused, or did not answer.
    """
    name = stack_name(options.config_env, options.project)
    session = aws_session(options.region, options.profile, name)
    run_sam(options, session.region_name, quiet=as_json)
    name, outputs = _outputs(options, session)
    key = _key(session, outputs) if options.show_key else None
    if as_json:
        printing.print_json({"stack": name, "outputs": outputs} | ({"key": key} if key else {}))
    else:
        _describe(name, outputs, key)


def run_sam(options: Options, region: str, *, quiet: bool = False) -> None:
    """Run `sam build` and `sam deploy`, which print as they go: on stderr where stdout is for a document.

    Raises:
        DeployError: the SAM CLI is missing, or one of the two failed.
    """
    program = _sam(options.project)
    account = ["--region", region] + (["--profile", options.profile] if options.profile else [])
    common = ["--config-env", options.config_env, *account]
    for command in (["build", *common], ["deploy", *common, *(["--guided"] if options.guided else [])]):
        out = sys.stderr.fileno() if quiet else None
        status = subprocess.run([program, *command], cwd=options.project, stdout=out, check=False).returncode
        if status:
            raise DeployError(f"`sam {command[0]}` to succeed", f"status {status}", "What it printed above says why.")


def _sam(project: Path) -> str:
    own = project / ".tools" / "sam" / "bin" / "sam"
    found = str(own) if own.exists() else shutil.which("sam")
    if found is None:
        raise DeployError(f"the SAM CLI at {own} or on PATH", "none", "Run `make setup`.")
    return found


def _outputs(options: Options, session: "boto3.Session") -> tuple[str, dict[str, str]]:
    # Read again: `--guided` may have named another stack.
    name = stack_name(options.config_env, options.project)
    [stack] = session.client("cloudformation").describe_stacks(StackName=name)["Stacks"]
    return name, {item["OutputKey"]: item["OutputValue"] for item in stack.get("Outputs", [])}


def _key(session: "boto3.Session", outputs: dict[str, str]) -> str:
    found = session.client("apigateway").get_api_key(apiKey=outputs["ApiKeyId"], includeValue=True)
    return str(found["value"])


def _describe(name: str, outputs: dict[str, str], key: str | None) -> None:
    table = Table(title=name, show_header=False, box=None)
    for output, value in outputs.items():
        table.add_row(output, value)
    _console.print(table, soft_wrap=True)
    typer.echo(f"\nKEY={key}" if key else f"\nKEY=$({outputs['ApiKeyCommand']})")
    if "TokenCommand" in outputs:  # callers bring tokens
        typer.echo(f"TOKEN=$({outputs['TokenCommand']})")
    if "CallerCommand" in outputs:  # callers sign
        typer.echo(outputs["CallerCommand"])
    typer.echo(f"{outputs['ExampleCall']}\n{outputs['ExampleUpload']}")
