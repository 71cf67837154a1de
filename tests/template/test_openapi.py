import pytest

from tests.models.published import manifest
from tintype.http.openapi.document import build

_METHODS = {"x-amazon-apigateway-any-method": "any"}


@pytest.fixture
def gateway(body) -> dict[tuple[str, str], bool]:
    """Each route of API Gateway: does it need a key?"""
    paths = body("ApiKey")["paths"]
    return {
        (path, _METHODS.get(method, method)): {"api_key": []} in entry.get("security", [])
        for path, methods in paths.items()
        for method, entry in methods.items()
    }


@pytest.fixture
def document():
    return build([manifest("quadrants")], "/api")


def needs_key(gateway: dict[tuple[str, str], bool], path: str, method: str) -> bool | None:
    """Return what API Gateway does with a path; None if it has no such route."""
    first, slash, _ = path[1:].partition("/")
    routes = (path, f"/{first}/{{proxy+}}") if slash else (path,)
    return next((gateway[route, m] for route in routes for m in (method, "any") if (route, m) in gateway), None)


def test_documented_routes_are_let_through(gateway, document):
    """API Gateway has a route for each documented operation, and wants a key just where the document says so."""
    for path, methods in document["paths"].items():
        for method, entry in methods.items():
            assert needs_key(gateway, path, method) is (entry["security"] == [{"ApiKey": []}]), (method, path)


def test_routes_by_name_are_documented(gateway, document):
    """Each route that the template names without a variable is in the document, but for the page for people."""
    named = {path for path, method in gateway if "{" not in path and method in ("get", "any")}
    assert named - {"/"} <= set(document["paths"])


def test_scheme_is_the_key(document, body):
    """Both call the key's header x-api-key."""
    ours = document["components"]["securitySchemes"]["ApiKey"]
    theirs = body("ApiKey")["components"]["securitySchemes"]["api_key"]
    assert (ours["type"], ours["in"], ours["name"]) == (theirs["type"], theirs["in"], theirs["name"])


@pytest.mark.parametrize("authorization", ["ApiKey", "IAM", "JWT"])
def test_the_document_wants_what_the_gateway_wants(body, authorization):
    """In each mode the document asks for as many schemes as API Gateway, all at once, and describes each of them."""
    document = build([manifest("quadrants")], "/api", authorization)
    [shown] = document["paths"]["/v1/models/{model}:predict"]["post"]["security"]
    gateway = body(authorization)
    wanted = gateway["paths"]["/v1/{proxy+}"]["x-amazon-apigateway-any-method"]["security"]
    assert len(shown) == len(wanted)
    described = document["components"]["securitySchemes"]
    assert described.keys() == shown.keys()
    assert {scheme.get("name", "Authorization") for scheme in described.values()} == {
        gateway["components"]["securitySchemes"][name]["name"] for each in wanted for name in each
    }
    assert document["paths"]["/health"]["get"]["security"] == []


def test_the_function_knows_what_the_gateway_wants(resources):
    """The function that serves the document is told of the mode."""
    variables = resources["PredictHttpFunction"]["Properties"]["Environment"]["Variables"]
    assert variables["TINTYPE_AUTHORIZATION"] == {"Ref": "Authorization"}
