"""Routes from an OpenAPI definition."""

import pytest

from workbench.local.template.definition import read_routes
from workbench.local.template.description import ANY, Authorizer, Route

URI = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:1:function:{}/invocations"
POOL = "arn:aws:cognito-idp:eu-west-1:1:userpool/p"
SCHEMES = {
    "key": {"type": "apiKey", "name": "X-Api-Key", "in": "header"},
    "sign": {"type": "apiKey", "name": "Authorization", "in": "header", "x-amazon-apigateway-authtype": "awsSigv4"},
    "token": {
        "type": "apiKey",
        "name": "Authorization",
        "in": "header",
        "x-amazon-apigateway-authtype": "cognito_user_pools",
        "x-amazon-apigateway-authorizer": {"type": "cognito_user_pools", "providerARNs": [POOL]},
    },
    "custom": {"type": "apiKey", "name": "Authorization", "in": "header", "x-amazon-apigateway-authtype": "custom"},
}


def routes(method="get", function="work:live", kind="aws_proxy", schemes=()):
    integration = {"type": kind, "httpMethod": "POST", "uri": URI.format(function)}
    operation = {"x-amazon-apigateway-integration": integration, "security": [{name: []} for name in schemes]}
    body = {"components": {"securitySchemes": SCHEMES}, "paths": {"/a": {method: operation}}}
    return list(read_routes(body, {"work": "Work"}))


@pytest.mark.parametrize(
    ("method", "wanted"), [("get", "GET"), ("options", "OPTIONS"), ("x-amazon-apigateway-any-method", ANY)]
)
@pytest.mark.parametrize("function", ["work", "work:live"])
def test_route(method, wanted, function):
    """An operation is a route to the function in its address, with or without an alias."""
    assert routes(method, function) == [Route(wanted, "/a", "Work", key_required=False)]


@pytest.mark.parametrize(
    ("schemes", "key", "authorizer"),
    [
        ((), False, None),
        (("key",), True, None),
        (("sign", "key"), True, Authorizer("awsSigv4")),
        (("token",), False, Authorizer("cognito_user_pools", (POOL,))),
    ],
)
def test_security(schemes, key, authorizer):
    """The schemes that an operation names say whether it needs a key, and what else."""
    (route,) = routes(schemes=schemes)
    assert (route.key_required, route.authorizer) == (key, authorizer)


@pytest.mark.parametrize(("function", "kind"), [("other", "aws_proxy"), ("work", "mock")])
def test_no_function(function, kind):
    """An operation that none of the functions answers is refused with its path."""
    with pytest.raises(ValueError, match="functions Work at /a"):
        routes(function=function, kind=kind)


def test_unknown_authorizer():
    """An authorizer that the local stack could not ask is refused, and never passed over."""
    with pytest.raises(ValueError, match="received the authtype custom"):
        routes(schemes=["custom"])
