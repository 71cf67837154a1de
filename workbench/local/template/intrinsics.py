"""Resolve CloudFormation's intrinsic functions, as a deployment to one account and region would."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from workbench.local.template.names import Names

Tree = Any  # what YAML can hold

NO_VALUE = object()
_VARIABLE = re.compile(r"\$\{(!?)([^}]+)\}")


class Resolver:
    """Resolves intrinsic functions against one template's parameters, conditions and mappings.

    Args:
        document: the template, as `document.load` returns it.
        parameters: each parameter's value.
        names: what the deployed resources are called.
    """

    def __init__(self, document: Mapping[str, Any], parameters: Mapping[str, Any], names: Names) -> None:
        self._conditions = document.get("Conditions", {})
        self._mappings = document.get("Mappings", {})
        self._resources = document["Resources"]
        self._parameters = parameters
        self._names = names
        self._functions: dict[str, Callable[[Tree], Tree]] = {
            "Ref": self._ref,
            "Fn::GetAtt": self._get_att,
            "Fn::Sub": self._sub,
            "Fn::If": self._if,
            "Fn::Equals": lambda pair: str(self.value(pair[0])) == str(self.value(pair[1])),
            "Fn::Not": lambda items: not self.value(items[0]),
            "Fn::And": lambda items: all(self.value(item) for item in items),
            "Fn::Or": lambda items: any(self.value(item) for item in items),
            "Condition": self.condition,
            "Fn::FindInMap": self._find_in_map,
            "Fn::Join": lambda pair: str(pair[0]).join(str(item) for item in self.value(pair[1])),
            "Fn::Select": lambda pair: self.value(pair[1])[int(self.value(pair[0]))],
            "Fn::Split": lambda pair: str(self.value(pair[1])).split(pair[0]),
            "Fn::ToJsonString": lambda item: json.dumps(self.value(item)),
        }

    def value(self, node: Tree) -> Tree:
        """Return `node` with every intrinsic function replaced by what it stands for.

        Raises:
            ValueError: the template uses a function this resolver doesn't know, or refers to nothing.
        """
        if isinstance(node, list):
            return [item for item in map(self.value, node) if item is not NO_VALUE]
        if not isinstance(node, dict):
            return node
        if len(node) == 1:
            [(name, argument)] = node.items()
            if name in self._functions and (name != "Condition" or isinstance(argument, str)):
                return self._functions[name](argument)
            if name.startswith("Fn::"):
                message = f"the local stack knows no {name}; it knows {', '.join(self._functions)}"
                raise ValueError(message)
        pairs = ((key, self.value(item)) for key, item in node.items())
        return {key: item for key, item in pairs if item is not NO_VALUE}

    def condition(self, name: str) -> bool:
        """Evaluate the condition called `name`."""
        if name not in self._conditions:
            message = f"the template has no condition {name}; it has {', '.join(self._conditions) or 'none'}"
            raise ValueError(message)
        return bool(self.value(self._conditions[name]))

    def exists(self, logical_id: str) -> bool:
        """Tell whether a resource is there and its own condition holds."""
        resource = self._resources.get(logical_id)
        return resource is not None and ("Condition" not in resource or self.condition(resource["Condition"]))

    def properties(self, logical_id: str) -> dict[str, Any]:
        """Return a resource's resolved properties."""
        resolved: dict[str, Any] = self.value(self._resources[logical_id].get("Properties", {}))
        return resolved

    def _ref(self, name: str) -> Tree:
        if name == "AWS::NoValue":
            return NO_VALUE
        if name in self._parameters:
            return self._parameters[name]
        if name.startswith("AWS::"):
            return self._names.pseudo_parameter(name)
        return self._names.reference(*self._described(name))

    def _get_att(self, argument: str | list[str]) -> str:
        logical_id, attribute = argument.split(".", 1) if isinstance(argument, str) else argument
        return self._names.attribute(*self._described(logical_id), str(self.value(attribute)))

    def _described(self, logical_id: str) -> tuple[str, str, Callable[[str], Any]]:
        resource = self._resources.get(logical_id)
        if resource is None:
            # SAM itself makes some resources, such as `PredictHttpFunctionAliaslive` or `ApiStage`.
            return logical_id, "", lambda _: None
        properties = resource.get("Properties", {})
        return logical_id, resource["Type"], lambda name: self.value(properties.get(name))

    def _sub(self, argument: str | list[Any]) -> str:
        text, local = (argument, {}) if isinstance(argument, str) else (argument[0], self.value(argument[1]))

        def replace(match: re.Match[str]) -> str:
            literal, name = match.groups()
            if literal:
                return f"${{{name}}}"
            if name in local:
                return str(local[name])
            return str(self._get_att(name) if "." in name else self._ref(name))

        return _VARIABLE.sub(replace, text)

    def _if(self, argument: list[Any]) -> Tree:
        name, yes, no = argument
        return self.value(yes if self.condition(name) else no)

    def _find_in_map(self, argument: list[Any]) -> Tree:
        name, first, second = (self.value(item) for item in argument)
        return self._mappings[name][first][second]
