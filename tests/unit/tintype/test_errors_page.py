import inspect
import re
from pathlib import Path

import pytest

from tintype import errors
from workbench.local.template import read_template

_REPOSITORY = Path(__file__).parents[3]
_ROW = re.compile(
    r"^\| (?P<name>\w+) \| (?P<status>\d{3}|as it is) \| (?P<cause>.+?) \| (?P<mend>.+?) \|$", re.MULTILINE
)


@pytest.fixture(scope="module")
def rows() -> dict[str, re.Match[str]]:
    """The rows of docs/errors.md by their first cell."""
    return {row["name"]: row for row in _ROW.finditer((_REPOSITORY / "docs/errors.md").read_text())}


def test_every_class_is_explained(rows):
    """The page has each error class with its status, and no other."""
    classes = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if kind.__module__ == errors.__name__]
    written = {name: row["status"] for name, row in rows.items() if name.endswith("Error")}
    assert written == {kind.__name__: str(kind.status) for kind in classes}


def test_every_gateway_response_is_explained(rows):
    """The page has each of the template's gateway responses with its status, and no other."""
    responses = read_template(_REPOSITORY / "template.yaml").api.responses
    written = {name: row["status"] for name, row in rows.items() if not name.endswith("Error")}
    assert written == {name: str(response.status or "as it is") for name, response in responses.items()}


def test_every_row_is_whole(rows):
    """Each cause and each mend is a sentence."""
    assert all(row["cause"].endswith((".", "`")) and row["mend"].endswith((".", "`")) for row in rows.values())
