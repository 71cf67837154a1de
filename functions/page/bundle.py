"""Many small modules in one script: a call of a function for each of them would cost more than their bytes."""

from __future__ import annotations

import re

_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w-]+\.js)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:function|const|class)) (\w+)", re.MULTILINE)


def bundle(modules: dict[str, str], entry: str) -> str:
    """Return one module that does what ``entry`` does, with everything it imports.

    Each module becomes a function that returns its exports; one that is imported stands before those that import it.

    Args:
        modules: each module's text by its name. They import by ``import {a, b} from "./name.js";`` and export by
            ``export`` before ``function``, ``async function``, ``const`` or ``class``.
        entry: the name of the first.

    Raises:
        ValueError: modules import each other in a circle, or what is not there.
    """
    order: list[str] = []
    _visit(entry, modules, order, ())
    return "\n".join(_wrapped(name, modules[name]) for name in order)


def _visit(name: str, modules: dict[str, str], order: list[str], above: tuple[str, ...]) -> None:
    if name in above or name not in modules:
        message = f"expected modules without a circle, all there; received {' -> '.join((*above, name))}"
        raise ValueError(message)
    for _, imported in _IMPORT.findall(modules[name]):
        if imported not in order:
            _visit(imported, modules, order, (*above, name))
    order.append(name)


def _wrapped(name: str, text: str) -> str:
    exports = [found for _, found in _EXPORT.findall(text)]
    text = _IMPORT.sub(lambda found: f"const {{{found[1]}}} = {_variable(found[2])};", text)
    text = _EXPORT.sub(r"\1 \2", text).strip()
    return f"const {_variable(name)} = (() => {{\n{text}\nreturn {{{', '.join(exports)}}};\n}})();"


def _variable(name: str) -> str:
    return "$" + name.removesuffix(".js").replace("-", "_")
