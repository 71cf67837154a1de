from __future__ import annotations

import re

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.models.published import DRAFTS, manifest
from tintype.http.openapi.descriptions import DESCRIPTIONS
from tintype.http.openapi.document import build
from tintype.http.routes import OPERATIONS
from tintype.http.routing import match

VALUES = {"model": "quadrants", "version": "3", "label": "canary"}


@pytest.fixture(scope="module")
def document():
    return build([manifest(name) for name in DRAFTS], "/api")


def entries(document):
    return [
        (path, method.upper(), entry)
        for path, methods in document["paths"].items()
        for method, entry in methods.items()
    ]


def test_descriptions():
    """Every operation is described, and nothing else is: add it to tintype.http.openapi.descriptions."""
    assert set(DESCRIPTIONS) == {operation.action for operation in OPERATIONS}


def test_every_route_is_documented(document):
    """Each path of each operation has an entry."""
    wanted = {(path, operation.method) for operation in OPERATIONS for path in operation.paths}
    assert wanted <= {(path, method) for path, method, _ in entries(document)}


def test_every_entry_exists(document):
    """Each documented path, with values in it, leads to the operation that it is said to be."""
    for path, method, entry in entries(document):
        filled = re.sub(r"\{(\w+)\}", lambda found: VALUES.get(found[1], "1"), path)
        assert match(method, filled).action == entry["operationId"].partition(".")[0]


def test_ids_are_unique(document):
    """No two entries have one operationId."""
    ids = [entry["operationId"] for _, _, entry in entries(document)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("names", [(), tuple(DRAFTS)])
def test_valid(names):
    """The document is valid OpenAPI 3.1, with models and without."""
    OpenAPIV31SpecValidator(build([manifest(name) for name in names], "")).validate()


@pytest.mark.parametrize(("base", "server"), [("/api", "/api"), ("", "/")])
def test_server(document, base, server):
    """The server is the stage's path, so that a client that reads the document calls the right place."""
    assert build([], base)["servers"] == [{"url": server}]
    assert document["servers"] == [{"url": "/api"}]


def test_labels(document):
    """A model's own answer has its labels as the values that may come."""
    schema = document["components"]["schemas"]["colours.Result"]
    assert schema["properties"]["label"] == {"enum": ["red", "green", "blue"]}


def test_shape(document):
    """A model's own request has its tensors' shapes and kinds of numbers."""
    rows = document["components"]["schemas"]["colours.Request"]["oneOf"][0]["properties"]["instances"]
    tensor = rows["items"]["anyOf"][1]
    assert (tensor["maxItems"], tensor["items"]["minItems"]) == (4, 4)
    assert tensor["items"]["items"]["items"] == {"type": ["integer", "boolean"], "minimum": 0, "maximum": 255}


def test_pair(document):
    """A model with two inputs takes no image, and both tensors by name."""
    content = document["paths"]["/v1/models/pair:predict"]["post"]["requestBody"]["content"]
    assert set(content) == {"application/json"}
    row = document["components"]["schemas"]["pair.Request"]["properties"]["instances"]["items"]
    assert row["required"] == ["left", "right"]
