"""`tintype sign`, `tintype verify` and `tintype export`."""

from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.options import in_context
from workbench.context import Context

commands = typer.Typer()

Version = Annotated[str, typer.Argument(metavar="NAME@VERSION", help="A published version: digits@3.")]
Password = Annotated[
    str, typer.Option(envvar="TINTYPE_SIGNING_PASSWORD", help="The private key file's password, if it has one.")
]


@commands.command("sign")
@in_context
def sign(
    context: Context,
    *,
    version: Version,
    key: Annotated[
        str,
        typer.Option(
            envvar="TINTYPE_SIGNING_KEY",
            help="A private key of P-256 in PEM, or kms:// and a key's id, alias or ARN. With --signature, a "
            "public key: whose it is.",
        ),
    ],
    password: Password = "",
    signature: Annotated[
        Path | None,
        typer.Option(help="A signature that `model_signing` made of what `tintype export` wrote: attach it."),
    ] = None,
) -> None:
    """Sign a version, so that deployments which trust the key serve it (docs/signing.md)."""
    from workbench.commands.signing import attach, sign  # noqa: PLC0415

    if signature:
        attach(context, version, key, signature)
    else:
        sign(context, version, key, password)


@commands.command("verify")
@in_context
def verify(
    context: Context,
    *,
    version: Version,
    key: Annotated[
        list[str],
        typer.Option(
            help="A public key in PEM or DER, or kms:// and a key's id, alias or ARN; several times for several."
        ),
    ],
) -> None:
    """Check that one of these keys signed a version, and that each of its files is what was signed."""
    from workbench.commands.signing import verify  # noqa: PLC0415

    verify(context, version, key)


@commands.command("export")
@in_context
def export(
    context: Context,
    *,
    version: Version,
    folder: Annotated[Path, typer.Argument(help="A new folder.")],
) -> None:
    """Write a version's manifest, files and signature into a folder, as `model_signing` signs and verifies it."""
    from workbench.commands.signing import export  # noqa: PLC0415

    export(context, version, folder)
