"""`tintype context`: a deployment's addresses and names, and who speaks to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.context import Context


def describe(context: Context) -> dict[str, str]:
    """Return what the deployment is, and under which identity it is spoken to; empty texts where there is nothing."""
    return {
        "kind": context.kind,
        "stack": context.name,
        "region": context.region,
        "api": context.api_url,
        **{f"{name}_bucket": bucket for name, bucket in context.buckets._asdict().items()},
        "identity": _identity(context),
    }


def _identity(context: Context) -> str:
    if context.kind == "local":
        return "this machine; nothing leaves it"
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  # the local stack needs no boto3

    try:
        return str(context.session.client("sts").get_caller_identity()["Arn"])
    except (BotoCoreError, ClientError) as error:
        return f"unknown: {error}"
