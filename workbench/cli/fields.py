"""Options that are made of a dataclass's fields, so that a setting is declared once."""

from __future__ import annotations

import inspect
from dataclasses import Field, fields
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def with_fields(
    *, variables: Mapping[str, str], **groups: type
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command an option for each field of some dataclasses.

    A field's metadata have its ``help``, and may have an ``envvar`` and the option's ``name``.

    Args:
        variables: environment variables by the field's name.
        groups: a dataclass by the name of the parameter that takes its values, a dictionary.
    """

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def run(**options: Any) -> None:  # noqa: ANN401 -- whatever the command declares
            for name, kind in groups.items():
                options[name] = {field.name: _value(options.pop(field.name)) for field in fields(kind)}
            command(**options)

        hints = get_type_hints(command, include_extras=True)
        own = [
            item.replace(annotation=hints[name])
            for name, item in inspect.signature(command).parameters.items()
            if name not in groups
        ]
        added = [_option(field, variables) for kind in groups.values() for field in fields(kind)]
        run.__signature__ = inspect.Signature([*own, *added])  # type: ignore[attr-defined]
        run.__annotations__ = {item.name: item.annotation for item in (*own, *added)}
        return run

    return decorate


def _option(field: Field[Any], variables: Mapping[str, str]) -> inspect.Parameter:
    many = isinstance(field.default, tuple)
    names = [field.metadata["name"]] if "name" in field.metadata else []
    variable = field.metadata.get("envvar") or variables.get(field.name)
    option = typer.Option(
        *names, help=field.metadata["help"], envvar=variable, show_default=field.default not in {"", ()}
    )
    kind = list[str] | None if many else type(field.default)
    default = None if many else field.default
    annotation = Annotated[kind, option]  # type: ignore[valid-type]
    return inspect.Parameter(field.name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _value(given: object) -> object:
    return tuple(given) if isinstance(given, list) else () if given is None else given
