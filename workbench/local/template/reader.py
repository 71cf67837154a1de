"""Put together one description of everything a template deploys."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from workbench.local.template.api import read_api, read_plan
from workbench.local.template.description import Api, ApiKey, Description, UsagePlan
from workbench.local.template.document import load
from workbench.local.template.functions import read_function, read_layer, read_mappings, read_schedules, with_globals
from workbench.local.template.intrinsics import Resolver
from workbench.local.template.names import Names
from workbench.local.template.parameters import parameter_values, samconfig_overrides
from workbench.local.template.resources import read_bucket, read_queue, read_rule
from workbench.local.template.rules import check_rules

_GLOBALS = {"AWS::Serverless::Function": "Function", "AWS::Serverless::Api": "Api"}


def read_template(path: Path, overrides: Mapping[str, str] | None = None, stack: str = "tintype") -> Description:
    """Describe what the SAM template at `path` would deploy to the local account.

    Args:
        path: the template; a samconfig.toml beside it is read too.
        overrides: parameter values that win over samconfig.toml and the defaults.
        stack: the stack's name.

    Raises:
        ValueError: the template holds something that the local stack cannot read.
    """
    document = load(path)
    chosen = samconfig_overrides(path.parent / "samconfig.toml") | dict(overrides or {})
    names = Names(stack)
    parameters = parameter_values(document, chosen)
    check_rules(document, Resolver(document, parameters, names))
    return _Reader(document, parameters, names, path.parent.resolve()).description()


class _Reader:
    def __init__(self, document: Mapping[str, Any], parameters: Mapping[str, Any], names: Names, root: Path) -> None:
        self._resolver = Resolver(document, parameters, names)
        self._globals = self._resolver.value(document.get("Globals", {}))
        self._names = names
        self._root = root
        self._types = {
            logical_id: resource["Type"]
            for logical_id, resource in document["Resources"].items()
            if self._resolver.exists(logical_id)
        }

    def description(self) -> Description:
        layers = {
            name: read_layer(name, item, self._root)
            for name, item in self._all("AWS::Serverless::LayerVersion").items()
        }
        functions = self._all("AWS::Serverless::Function")
        return Description(
            stack=self._names.stack,
            account=self._names.account,
            region=self._names.region,
            functions={
                name: read_function(name, item, self._name(name, item), layers, self._root)
                for name, item in functions.items()
            },
            api=self._api(functions),
            buckets={n: read_bucket(n, item, self._name(n, item)) for n, item in self._all("AWS::S3::Bucket").items()},
            queues={n: read_queue(n, item, self._name(n, item)) for n, item in self._all("AWS::SQS::Queue").items()},
            rules=tuple(read_rule(n, item, self._name(n, item)) for n, item in self._all("AWS::Events::Rule").items()),
            mappings=tuple(mapping for n, item in functions.items() for mapping in read_mappings(n, item)),
            schedules=tuple(
                each for n, item in functions.items() for each in read_schedules(n, self._name(n, item), item)
            ),
        )

    def _api(self, functions: Mapping[str, Mapping[str, Any]]) -> Api | None:
        plans = {self._name(n, item): read_plan(item) for n, item in self._all("AWS::ApiGateway::UsagePlan").items()}
        plan = next(iter(plans.values()), UsagePlan())
        names = {self._name(name, item): name for name, item in functions.items()}
        found = self._all("AWS::Serverless::Api").items()
        apis = [read_api(name, item, functions, plan, names) for name, item in found]
        return replace(apis[0], keys=tuple(self._keys(plans))) if apis else None

    def _keys(self, plans: Mapping[str, UsagePlan]) -> Iterator[ApiKey]:
        # A key without a plan opens no route, so that only those in one are keys here.
        links = list(self._all("AWS::ApiGateway::UsagePlanKey").values())
        for logical_id, item in self._all("AWS::ApiGateway::ApiKey").items():
            name = self._name(logical_id, item)
            for link in links:
                if link["KeyId"] == name and str(item.get("Enabled")).lower() == "true":
                    yield ApiKey(logical_id, plans[link["UsagePlanId"]])

    def _all(self, kind: str) -> dict[str, dict[str, Any]]:
        common = self._globals.get(_GLOBALS.get(kind, ""), {})
        chosen = [name for name, its_kind in self._types.items() if its_kind == kind]
        return {name: with_globals(common, self._resolver.properties(name)) for name in chosen}

    def _name(self, logical_id: str, properties: Mapping[str, Any]) -> str:
        return self._names.physical(logical_id, self._types[logical_id], properties.get)
