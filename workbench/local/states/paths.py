"""Reference paths, payload templates and the two intrinsic functions that the definition uses.

https://states-language.net/#path
"""

import json
import re
from collections.abc import Mapping
from typing import Any

_REFERENCE = re.compile(r"\$(\.\w+)*")
_TO_JSON = re.compile(r"States\.StringToJson\('(.*)'\)")
_FORMAT = re.compile(r"States\.Format\('(.*)', (\$[\w.]*)\)")


def look_up(path: str, data: Any) -> Any:  # noqa: ANN401
    """Return what a reference path such as ``$.output.bucket`` leads to.

    Raises:
        KeyError: it leads nowhere.
        ValueError: it is more than a reference path.
    """
    if not _REFERENCE.fullmatch(path):
        message = f"expected a path such as $.output.bucket, received {path}: the local stack interprets no others"
        raise ValueError(message)
    for name in path.split(".")[1:]:
        data = data[name]
    return data


def exists(path: str, data: Any) -> bool:  # noqa: ANN401
    """Tell whether the path leads anywhere."""
    try:
        look_up(path, data)
    except (KeyError, TypeError):
        return False
    return True


def put(path: str, data: Mapping[str, Any], value: Any) -> Any:  # noqa: ANN401
    """Return the data with a value at a path of one name, or the value itself where the path is ``$``."""
    _, _, name = path.partition(".")
    return {**data, name: value} if name else value


def fill(template: Any, data: Any) -> Any:  # noqa: ANN401
    """Return a payload template with every ``name.$`` filled in."""
    if isinstance(template, list):
        return [fill(item, data) for item in template]
    if not isinstance(template, Mapping):
        return template
    return {
        name.removesuffix(".$"): _evaluated(value, data) if name.endswith(".$") else fill(value, data)
        for name, value in template.items()
    }


def _evaluated(expression: str, data: Any) -> Any:  # noqa: ANN401
    if found := _TO_JSON.fullmatch(expression):
        return json.loads(found[1])
    if found := _FORMAT.fullmatch(expression):
        return found[1].replace("{}", str(look_up(found[2], data)), 1)
    return look_up(expression, data)
