"""`tintype import`: from a model that was trained elsewhere to a version, or to a model folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tintype.registry import promote, publish
from tintype.registry.signing import sign
from training.quiet import native_chatter_dropped
from workbench.commands.signing import signer_of
from workbench.identity import who
from workbench.importing.efficientnet import recipe
from workbench.importing.folder import write
from workbench.importing.provenance import of_path
from workbench.importing.sources import load
from workbench.printing import columns, say, show

if TYPE_CHECKING:
    from rich.table import Table

    from tintype.registry.signing import Signer
    from workbench.context import Context
    from workbench.importing.bringing import Brought
    from workbench.importing.options import Options


def run(
    source: str,
    options: Options,
    *,
    folder: Path | None,
    context: Context | None,
    release: bool,
    as_json: bool,
    signing_key: str = "",
) -> None:
    """Import a model, publish it or write it into a folder, and print what was measured.

    Args:
        source: a path, or the name of a recipe.
        options: what the owner says.
        folder: where to write it instead of publishing.
        context: the deployment to publish it to; None with a folder.
        release: make the new version `production`.
        as_json: print the report.
        signing_key: what signs the new version, see ``training.signing``; empty for nothing.

    Raises:
        TintypeError: see ``workbench.importing.bringing.bring``, and what the registry refuses.
    """
    signer = signer_of(context, signing_key) if context else None  # before minutes of work
    with native_chatter_dropped():
        brought = _bring(source, options)
    if context is None:
        assert folder is not None  # noqa: S101 -- there is nowhere else
        write(folder, brought)
        done: dict[str, Any] = {"folder": str(folder)}
    else:
        done = {"version": _publish(context, brought, signer, release=release), "released": release}
    document = brought.report | done
    show(document, lambda: table(document), as_json=as_json)
    say(_summary(document))


def table(document: dict[str, Any]) -> Table:
    """Return the precisions, what was measured of each, and why it was chosen or not."""
    measured = document["measured_on"]
    title = f"{measured['images']:,} images; input: {document['preprocessing']['found_by']}"
    names = ("precision", "bytes", measured["measure"], "largest difference", "run ms", "answer ms", "load ms", "MB")
    made = columns(*names, "decision", numbers=names[1:], title=title)
    for item in document["precisions"]:
        made.add_row(
            item["precision"],
            f"{item['size']:,}",
            f"{item['share']:.2%}",
            f"{item['largest_difference']:g}",
            *(f"{item[name]:.2f}" for name in ("run_ms", "answer_ms", "load_ms", "memory_mb")),
            item["decision"],
        )
    for name, reason in document["not_made"].items():
        made.add_row(name, *[""] * (len(names) - 1), reason)
    return made


def _bring(source: str, options: Options) -> Brought:
    from workbench.importing.bringing import bring  # noqa: PLC0415 -- NumPy

    if source == recipe.NAME and not Path(source).exists():
        return bring(*recipe.prepare(options))
    path = Path(source)
    return bring(load(path, options), of_path(path, options), options)


def _publish(context: Context, brought: Brought, signer: Signer | None, *, release: bool) -> int:
    bucket = context.registry()
    published = publish(bucket, brought.draft, brought.files)
    if signer:
        sign(bucket, published.name, published.version, signer)
    if release:
        promote(bucket, published.name, published.version, who=who(context), why="imported")
    return published.version


def _summary(document: dict[str, Any]) -> str:
    what = f"{document['name']} ({document['chosen']})"
    if "folder" in document:
        return f"Wrote {what} to {document['folder']}"
    state = "released as production" if document["released"] else "not released: tintype promote"
    return f"Published {what} as version {document['version']}, {state}"
