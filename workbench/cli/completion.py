"""What the shell offers for a model's name: those of the registry that the other options lead to."""

import typer

from workbench.context import Context, resolve

_WHERE = ("local", "home", "stack", "region", "profile")
_MOST = 100  # names; a shell shows no more at once


def models(context: typer.Context, incomplete: str) -> list[str]:
    """Return names of models, and after an @ the versions and aliases of one; nothing where no registry answers."""
    name, at, _ = incomplete.rpartition("@")
    try:
        found = [f"{name}@{which}" for which in _versions(context, name)] if at else _names(context)
    except Exception:  # noqa: BLE001 -- a shell that is completing shows no errors
        return []
    return [each for each in found if each.startswith(incomplete)][:_MOST]


def _names(context: typer.Context) -> list[str]:
    from tintype.registry.reading import list_models  # noqa: PLC0415

    return list_models(_where(context).registry())


def _versions(context: typer.Context, name: str) -> list[str]:
    from tintype.errors import ModelNotFoundError  # noqa: PLC0415
    from tintype.registry.reading import list_versions, read_release  # noqa: PLC0415

    bucket = _where(context).registry()
    numbers = [str(version) for version in reversed(list_versions(bucket, name))]
    try:
        release, _ = read_release(bucket, name)
    except ModelNotFoundError:
        return numbers
    return [*(sorted(release.aliases) if release else []), *numbers]


def _where(context: typer.Context) -> Context:
    return resolve(**{name: context.params[name] for name in _WHERE if context.params.get(name) is not None})
