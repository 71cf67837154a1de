"""Which deployment a command works with: the local stack, or one on AWS.

`--local` or `--aws` decides; without them `TINTYPE_CONTEXT` (`local` or `aws`); without it the local stack where it
runs in this home and nothing of AWS (a stack, region or profile) was asked for; else the deployed stack.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Literal

from workbench.context.base import Buckets, Context
from workbench.context.local import LocalContext
from workbench.errors import ContextError
from workbench.local import ready
from workbench.local.layout import PROJECT, Layout

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["DEFAULT_HOME", "Buckets", "Context", "LocalContext", "choose", "resolve"]

DEFAULT_HOME = PROJECT / ".tintype"
_KINDS = ("local", "aws")


def resolve(
    local: bool | None = None,
    home: Path = DEFAULT_HOME,
    stack: str | None = None,
    region: str | None = None,
    profile: str | None = None,
) -> Context:
    """Return the deployment that these options and the environment mean.

    Args:
        local: True for the local stack, False for AWS, None for what the environment says.
        home: the local stack's folder.
        stack: the deployed stack's name; None for ``TINTYPE_STACK``, then samconfig.toml's.
        region: an AWS region; None for that of the environment, samconfig.toml or the profile.
        profile: a named profile; None for the usual credentials.

    Raises:
        ContextError: no local stack runs; there are no credentials, no region, or no such stack.
    """
    if choose(local, home, stack, region, profile) == "local":
        found = ready.read(Layout(home.resolve()))
        if found is None:
            raise ContextError(f"a local stack that runs in {home}", "none", "Start one by `tintype up`.")
        return LocalContext(found, home.resolve())
    from workbench.context.deployed import open_deployed  # noqa: PLC0415  # imports boto3

    return open_deployed(stack, region, profile)


def choose(
    local: bool | None = None,
    home: Path = DEFAULT_HOME,
    stack: str | None = None,
    region: str | None = None,
    profile: str | None = None,
) -> Literal["local", "aws"]:
    """Return which kind of deployment is meant, without looking whether there is one.

    Raises:
        ContextError: ``TINTYPE_CONTEXT`` is neither of both.
    """
    if local is not None:
        return "local" if local else "aws"
    named = os.environ.get("TINTYPE_CONTEXT", "")
    if named not in {"", *_KINDS}:
        raise ContextError("TINTYPE_CONTEXT to be `local` or `aws`", repr(named), "Unset it to let the command choose.")
    if named:
        return "local" if named == "local" else "aws"
    environment = (os.environ.get(name) for name in ("TINTYPE_STACK", "AWS_PROFILE", "AWS_DEFAULT_PROFILE"))
    if any((stack, region, profile, *environment)):
        return "aws"
    return "local" if ready.read(Layout(home.resolve())) else "aws"
