from __future__ import annotations

import pytest

from functions.page.bundle import bundle

MODULES = {
    "main.js": 'import {one, Two} from "./parts.js";\nimport {deep} from "./deep-down.js";\none(deep);',
    "parts.js": 'import {deep} from "./deep-down.js";\nexport async function one() {}\nexport class Two {}',
    "deep-down.js": "export const deep = 1;",
}
BUNDLE = """\
const $deep_down = (() => {
const deep = 1;
return {deep};
})();
const $parts = (() => {
const {deep} = $deep_down;
async function one() {}
class Two {}
return {one, Two};
})();
const $main = (() => {
const {one, Two} = $parts;
const {deep} = $deep_down;
one(deep);
return {};
})();"""


def test_order():
    """What is imported stands before what imports it, once, and hands over its exports alone."""
    assert bundle(MODULES, "main.js") == BUNDLE


@pytest.mark.parametrize(
    ("modules", "circle"),
    [
        ({"a.js": 'import {b} from "./b.js";', "b.js": 'import {a} from "./a.js";'}, "a.js -> b.js -> a.js"),
        ({"a.js": 'import {b} from "./b.js";'}, "a.js -> b.js"),
    ],
)
def test_refused(modules, circle):
    """A circle, or a module that is not there, is found when a container starts: in a test, that is."""
    with pytest.raises(ValueError, match=circle):
        bundle(modules, "a.js")
