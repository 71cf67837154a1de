"""What a function's role in template.yaml lets it do with the three buckets."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from samtranslator.yaml_helper import yaml_parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TEMPLATE = Path(__file__).parents[2] / "template.yaml"


class Rights(NamedTuple):
    """A role's statements, as a list of (actions, resources such as ``${ResultBucket.Arn}/results/*``, condition)."""

    statements: list[tuple[set[str], list[str], dict[str, Any]]]

    def allow(self, method: str, place: str, key: str, query: Mapping[str, str], headers: Mapping[str, str]) -> bool:
        """Say whether a call to S3 is allowed; ``place`` is a bucket's name in the template."""
        action, resource = _needed(method, place, key, query)
        said = {"s3:prefix": query.get("prefix"), "s3:if-none-match": headers.get("If-None-Match")}
        return any(
            action in actions and any(fnmatchcase(resource, each) for each in resources) and _holds(condition, said)
            for actions, resources, condition in self.statements
        )


def rights(role: str) -> Rights:
    """Return what a role of the template may do, with everything switched on."""
    policies = yaml_parse(TEMPLATE.read_text())["Resources"][role]["Properties"]["Policies"]
    return Rights([each for policy in policies for each in _statements(policy.get("Fn::If", [None, policy])[1])])


def _statements(policy: dict[str, Any]) -> Iterator[tuple[set[str], list[str], dict[str, Any]]]:
    for statement in policy["PolicyDocument"]["Statement"]:
        assert statement["Effect"] == "Allow"
        actions = {action} if isinstance(action := statement["Action"], str) else set(action)
        found = statement["Resource"]
        resources = [_arn(each) for each in (found if isinstance(found, list) else [found])]
        yield actions, resources, statement.get("Condition", {})


def _arn(resource: Any) -> str:
    if isinstance(resource, str):
        return resource
    (kind, said), *_ = resource.items()
    name = ".".join(said) if isinstance(said, list) else said
    return name if kind == "Fn::Sub" else f"${{{name}}}"


def _needed(method: str, place: str, key: str, query: Mapping[str, str]) -> tuple[str, str]:
    bucket = f"${{{place}.Arn}}"
    if not key:
        return "s3:ListBucket", bucket
    kinds = {"GET": "s3:GetObject", "HEAD": "s3:GetObject", "PUT": "s3:PutObject", "DELETE": "s3:DeleteObject"}
    return kinds[method] + ("Version" if "versionId" in query else ""), f"{bucket}/{key}"


def _holds(condition: dict[str, Any], said: Mapping[str, str | None]) -> bool:
    for operator, wanted in condition.items():
        for name, value in wanted.items():
            given = said[name]
            if operator == "Null":
                fits = (given is None) == (value == "true")
            else:
                assert operator == "StringLike"
                fits = given is not None and fnmatchcase(given, value)
            if not fits:
                return False
    return True
