"""`tintype sign`, `tintype verify` and `tintype export`."""

from pathlib import Path
from typing import Annotated, Any

import typer

from workbench.cli import completion
from workbench.cli.options import Json, in_context
from workbench.context import Context

commands = typer.Typer()

_SHOWN = 16  # digits of a key's SHA-256

_Version = Annotated[
    str,
    typer.Argument(metavar="NAME@VERSION", help="A published version: digits@3.", autocompletion=completion.models),
]
_Password = Annotated[
    str, typer.Option(envvar="TINTYPE_SIGNING_PASSWORD", help="The private key file's password, if it has one.")
]


@commands.command("sign")
@in_context
def sign(
    context: Context,
    *,
    version: _Version,
    key: Annotated[
        str,
        typer.Option(
            envvar="TINTYPE_SIGNING_KEY",
            help="A private key of P-256 in PEM, or kms:// and a key's id, alias or ARN. With --signature, a "
            "public key: whose it is.",
        ),
    ],
    password: _Password = "",
    signature: Annotated[
        Path | None,
        typer.Option(help="A signature that `model_signing` made of what `tintype export` wrote: attach it."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Sign a version, so that deployments which trust the key serve it (docs/signing.md)."""
    from workbench.commands.signing import attach, sign  # noqa: PLC0415
    from workbench.printing import show  # noqa: PLC0415

    found = attach(context, version, key, signature) if signature else sign(context, version, key, password)
    show(found, lambda: f"{_name(found)} is signed by the key {found['key'][:_SHOWN]}", as_json=as_json)


@commands.command("verify")
@in_context
def verify(
    context: Context,
    *,
    version: _Version,
    key: Annotated[
        list[str],
        typer.Option(
            help="A public key in PEM or DER, or kms:// and a key's id, alias or ARN; several times for several."
        ),
    ],
    as_json: Json = False,
) -> None:
    """Check that one of these keys signed a version, and that each of its files is what was signed."""
    from workbench.commands.signing import verify  # noqa: PLC0415
    from workbench.printing import show  # noqa: PLC0415

    found = verify(context, version, key)
    good = f"{_name(found)}: the signature is good, and so are {', '.join(found['files'])}"
    show(found, lambda: good, as_json=as_json)


@commands.command("export")
@in_context
def export(
    context: Context,
    *,
    version: _Version,
    folder: Annotated[Path, typer.Argument(help="A new folder.")],
    as_json: Json = False,
) -> None:
    """Write a version's manifest, files and signature into a folder, as `model_signing` signs and verifies it."""
    from workbench.commands.signing import export  # noqa: PLC0415
    from workbench.printing import show  # noqa: PLC0415

    found = export(context, version, folder)
    show(found, lambda: f"{_name(found)} is in {found['folder']}", as_json=as_json)


def _name(found: dict[str, Any]) -> str:
    return f"{found['model']} version {found['version']}"
