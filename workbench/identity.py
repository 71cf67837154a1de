"""Who does something to a deployment, for its history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from training.identity import user

if TYPE_CHECKING:
    from workbench.context import Context


def who(context: Context) -> str:
    """Return whom AWS takes us for, as the end of an ARN (``assumed-role/owner/ada``); locally user and machine."""
    if context.kind == "aws":
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

        try:
            arn: str = context.session.client("sts").get_caller_identity()["Arn"]
        except (BotoCoreError, ClientError):  # who may not ask is still somebody
            return user()
        return arn.rpartition(":")[2]
    return user()
