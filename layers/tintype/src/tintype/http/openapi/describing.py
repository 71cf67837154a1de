"""The form of one operation's description."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from tintype.errors import TintypeError

Schema = dict[str, Any]


class Described(NamedTuple):
    """What a table of routes cannot say.

    Attributes:
        tag: the group that it is listed in.
        summary: one line.
        answers: the schema of each media type of the answer with status 200; empty where there is never one.
        body: the schema of each media type of the request's body; empty where there is none.
        query: parameters of the query and headers, in OpenAPI's form.
        errors: what it may raise beside what every operation may.
        later: the schema of each media type of the answer with status 202.
        provenance: whether the answer's headers say which model answered, and how long it took.
    """

    tag: str
    summary: str
    answers: dict[str, Schema]
    body: dict[str, Schema] = {}  # noqa: RUF012 -- never changed
    query: tuple[Schema, ...] = ()
    errors: tuple[type[TintypeError], ...] = ()
    later: dict[str, Schema] = {}  # noqa: RUF012 -- never changed
    provenance: bool = False


def ref(name: str) -> Schema:
    """Return a reference to one of ``tintype.http.openapi.schemas.SCHEMAS``."""
    return {"$ref": f"#/components/schemas/{name}"}


def json(name: str) -> dict[str, Schema]:
    """Return the content of a JSON document of that schema."""
    return {"application/json": ref(name)}
