"""`tintype deploy`: builds and deploys by the SAM CLI, then says how the deployed API is called."""

import shutil
import subprocess
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import typer
from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console
from rich.table import Table

from workbench.local.layout import PROJECT

_console = Console()


class DeployError(Exception):
    """A deploy that cannot begin or did not succeed; the message says why and how to mend it."""


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


def deploy(options: Options) -> None:
    """Deploy, and print the stack's outputs; exit status 1 where that fails."""
    try:
        stack_name(options)
        session = open_session(options)
        run_sam(options, session.region_name)
        _describe(options, session)
    except (DeployError, BotoCoreError, ClientError) as problem:
        typer.echo(f"tintype deploy: {problem}", err=True)
        raise typer.Exit(1) from None


def stack_name(options: Options) -> str:
    """Return the stack that an environment of samconfig.toml names.

    Raises:
        DeployError: there is no such environment.
    """
    config = _config(options)
    name = config.get(options.config_env, {}).get("global", {}).get("parameters", {}).get("stack_name")
    if name is None:
        known = ", ".join(key for key, value in config.items() if isinstance(value, dict))
        message = f"expected --config-env to be one of {known}, received {options.config_env}"
        raise DeployError(message)
    return str(name)


def open_session(options: Options) -> boto3.Session:
    """Return a session with credentials and a region.

    Raises:
        DeployError: one of them is missing.
        BotoCoreError: the profile is unknown.
    """
    session = boto3.Session(profile_name=options.profile, region_name=options.region)
    if session.get_credentials() is None:
        message = "expected AWS credentials, found none; run `aws configure`, or name a profile by --profile"
        raise DeployError(message)
    if session.region_name is None:
        message = "expected a region, found none; name one by --region or AWS_DEFAULT_REGION"
        raise DeployError(message)
    return session


def run_sam(options: Options, region: str) -> None:
    """Run `sam build` and `sam deploy`, which print as they go.

    Raises:
        DeployError: the SAM CLI is missing, or one of the two failed.
    """
    program = _sam(options.project)
    account = ["--region", region] + (["--profile", options.profile] if options.profile else [])
    common = ["--config-env", options.config_env, *account]
    for command in (["build", *common], ["deploy", *common, *(["--guided"] if options.guided else [])]):
        status = subprocess.run([program, *command], cwd=options.project, check=False).returncode
        if status:
            message = f"`sam {command[0]}` ended with status {status}; what it printed above says why"
            raise DeployError(message)


def _sam(project: Path) -> str:
    own = project / ".tools" / "sam" / "bin" / "sam"
    found = str(own) if own.exists() else shutil.which("sam")
    if found is None:
        message = f"expected the SAM CLI at {own} or on PATH, found none; run `make setup`"
        raise DeployError(message)
    return found


def _config(options: Options) -> dict[str, Any]:
    path = options.project / "samconfig.toml"
    if not path.exists():
        message = f"expected {path}, found none; run this in a checkout of Tintype"
        raise DeployError(message)
    return tomllib.loads(path.read_text())


def _describe(options: Options, session: boto3.Session) -> None:
    # Read again: `--guided` may have named another stack.
    name = stack_name(options)
    [stack] = session.client("cloudformation").describe_stacks(StackName=name)["Stacks"]
    outputs = {item["OutputKey"]: item["OutputValue"] for item in stack.get("Outputs", [])}
    table = Table(title=name, show_header=False, box=None)
    for key, value in outputs.items():
        table.add_row(key, value)
    _console.print(table, soft_wrap=True)
    if options.show_key:
        found = session.client("apigateway").get_api_key(apiKey=outputs["ApiKeyId"], includeValue=True)
        typer.echo(f"\nKEY={found['value']}")
    else:
        typer.echo(f"\nKEY=$({outputs['ApiKeyCommand']})")
    if "TokenCommand" in outputs:  # callers bring tokens
        typer.echo(f"TOKEN=$({outputs['TokenCommand']})")
    if "CallerCommand" in outputs:  # callers sign
        typer.echo(outputs["CallerCommand"])
    typer.echo(f"{outputs['ExampleCall']}\n{outputs['ExampleUpload']}")
