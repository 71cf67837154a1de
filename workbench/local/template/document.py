"""Read a CloudFormation YAML file, with its short tags spelled out as the long functions."""

from pathlib import Path
from typing import Any

import yaml


class _Loader(yaml.SafeLoader):
    """A SafeLoader that also knows `!Ref`, `!GetAtt` and every other `!Function`."""


def _construct(loader: _Loader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    name = suffix if suffix in {"Ref", "Condition"} else f"Fn::{suffix}"
    value: Any
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
        if suffix == "GetAtt":
            value = str(value).split(".", 1)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        assert isinstance(node, yaml.MappingNode)  # noqa: S101  # YAML has three kinds of node
        value = loader.construct_mapping(node, deep=True)
    return {name: value}


_Loader.add_multi_constructor("!", _construct)


def load(path: Path) -> dict[str, Any]:
    """Return the template at `path` as plain dictionaries and lists.

    Raises:
        ValueError: the file is no YAML mapping with a `Resources` section.
    """
    document = yaml.load(path.read_text(), Loader=_Loader)  # noqa: S506  # a SafeLoader
    if not isinstance(document, dict) or "Resources" not in document:
        message = f"expected a CloudFormation template with a Resources section, received {path}"
        raise ValueError(message)
    return document
