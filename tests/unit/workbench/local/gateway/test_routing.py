"""Routes as API Gateway finds them."""

import pytest

from workbench.local.gateway.routing import Router
from workbench.local.template.description import ANY, Route

ROUTES = [
    Route(ANY, "/{proxy+}", "everything", key_required=True),
    Route(ANY, "/v1/{proxy+}", "any", key_required=True),
    Route("OPTIONS", "/v1/{proxy+}", "preflight", key_required=False),
    Route("GET", "/v1/models", "models", key_required=True),
    Route("GET", "/v1/{name}", "one", key_required=True),
    Route("GET", "/", "home", key_required=False),
    Route("GET", "/openapi.json", "openapi", key_required=False),
]


@pytest.mark.parametrize(
    ("method", "path", "function", "parameters"),
    [
        ("GET", "/", "home", {}),
        ("GET", "/openapi.json", "openapi", {}),
        ("GET", "/openapiXjson", "everything", {"proxy": "openapiXjson"}),
        ("GET", "/v1/models", "models", {}),
        ("GET", "/v1/other", "one", {"name": "other"}),
        ("POST", "/v1/models", "any", {"proxy": "models"}),
        ("POST", "/v1/models/digits:predict", "any", {"proxy": "models/digits:predict"}),
        ("POST", "/v1/models/a%2Fb%3Apredict", "any", {"proxy": "models/a%2Fb%3Apredict"}),
        ("OPTIONS", "/v1/models", "preflight", {"proxy": "models"}),
    ],
)
def test_match(method, path, function, parameters):
    """Exact parts win over parameters, parameters over greedy ones, a method over ANY; nothing is decoded."""
    match = Router(ROUTES).match(method, path)
    assert match is not None
    assert (match.route.function, match.parameters) == (function, parameters)


@pytest.mark.parametrize(("method", "path"), [("GET", "/v2"), ("GET", "/v1/"), ("POST", "/"), ("GET", "")])
def test_no_match(method, path):
    """Where no route fits there is none; a greedy parameter is never empty."""
    assert Router([route for route in ROUTES if route.path != "/{proxy+}"]).match(method, path) is None
