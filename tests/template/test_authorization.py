"""What each value of the parameter `Authorization` makes of the API."""

import pytest

from tests.template.conftest import USER_POOL
from tests.template.test_routes import METHODS, WITH_KEY
from workbench.local.aws.client import ACCESS_KEY, SECRET_KEY
from workbench.local.template import read_template
from workbench.local.template.description import Authorizer

SECURITY = {
    "ApiKey": [{"api_key": []}],
    "IAM": [{"sigv4": []}, {"api_key": []}],
    "JWT": [{"user_pool": []}, {"api_key": []}],
}
AUTHORIZERS = {
    "ApiKey": None,
    "IAM": Authorizer("awsSigv4"),
    "JWT": Authorizer("cognito_user_pools", (USER_POOL,)),
}
AUTHTYPES = {
    "ApiKey": {"api_key": None},
    "IAM": {"api_key": None, "sigv4": "awsSigv4"},
    "JWT": {"api_key": None, "user_pool": "cognito_user_pools"},
}


@pytest.mark.parametrize("authorization", SECURITY)
def test_every_route(body, authorization):
    """The protocols' routes need what the parameter says and the key, and no other route needs anything."""
    for path, methods in body(authorization)["paths"].items():
        for method, operation in methods.items():
            wanted = SECURITY[authorization] if (METHODS[method], path) in WITH_KEY else []
            assert operation["security"] == wanted, (method, path)


@pytest.mark.parametrize("authorization", AUTHTYPES)
def test_schemes(body, authorization):
    """The definition declares just the schemes that its routes name, with API Gateway's own types."""
    schemes = body(authorization)["components"]["securitySchemes"]
    assert {name: item.get("x-amazon-apigateway-authtype") for name, item in schemes.items()} == AUTHTYPES[
        authorization
    ]


def test_tokens_come_from_the_named_pool(body):
    """The authorizer takes the tokens of the one user pool of the parameter."""
    authorizer = body("JWT")["components"]["securitySchemes"]["user_pool"]["x-amazon-apigateway-authorizer"]
    assert authorizer == {"type": "cognito_user_pools", "providerARNs": [USER_POOL]}


@pytest.mark.parametrize("authorization", AUTHORIZERS)
def test_local_stack(repository, authorization):
    """The local stack finds on each route the same authorizer."""
    overrides = {"Authorization": authorization, "UserPoolArn": USER_POOL}
    for route in read_template(repository / "template.yaml", overrides).api.routes:
        wanted = AUTHORIZERS[authorization] if (route.method, route.path) in WITH_KEY else None
        assert (route.authorizer, route.key_required) == (wanted, (route.method, route.path) in WITH_KEY)


def test_tokens_need_a_pool(repository):
    """JWT without a user pool is refused before anything is made."""
    with pytest.raises(ValueError, match="needs UserPoolArn"):
        read_template(repository / "template.yaml", {"Authorization": "JWT"})


def test_unknown_way(repository):
    """Another value of the parameter is refused, and does not mean the weakest."""
    with pytest.raises(ValueError, match="ApiKey, IAM, JWT, received None"):
        read_template(repository / "template.yaml", {"Authorization": "None"})


def test_another_value_reaches_the_stage(resources):
    """Each deploy makes a new deployment of the API: its hash does not see a parameter's value."""
    assert resources["Api"]["Properties"]["AlwaysDeploy"] is True


@pytest.mark.parametrize(("authorization", "there"), [("ApiKey", False), ("IAM", True), ("JWT", False)])
def test_policy_for_callers(resolved, authorization, there):
    """Where callers sign, a policy lets its holders call this API and do nothing else."""
    found = resolved(authorization)
    assert found.exists("CallerPolicy") is there
    (statement,) = found.properties("CallerPolicy")["PolicyDocument"]["Statement"]
    assert statement["Action"] == "execute-api:Invoke"
    assert statement["Resource"] == "arn:aws:execute-api:us-east-1:123456789012:tintype-Api/api/*"


EXAMPLES = {
    "ApiKey": "curl --data-binary",
    "IAM": "awscurl --service execute-api --region us-east-1 -X POST --data-binary -d",
    "JWT": 'curl -H "Authorization: Bearer $TOKEN" --data-binary',
}


@pytest.mark.parametrize("authorization", EXAMPLES)
def test_example_call(resolved, translated, authorization):
    """The printed example shows what the API asks for."""
    text = resolved(authorization).value(translated["Outputs"]["ExampleCall"]["Value"])
    rest = ' @seven.png -H "Content-Type: image/png" -H "x-api-key: $KEY" https://tintype-Api.execute-api.us-east-1'
    assert text == f"{EXAMPLES[authorization]}{rest}.amazonaws.com/api/v1/models/digits:predict"


def test_page(template, repository):
    """docs/authorization.md has each way and each refusal of a caller, and the local credentials."""
    page = (repository / "docs/authorization.md").read_text()
    ways = [f"| `{way}`" for way in template["Parameters"]["Authorization"]["AllowedValues"]]
    refusals = ["UNAUTHORIZED", "MISSING_AUTHENTICATION_TOKEN", "INVALID_SIGNATURE", "EXPIRED_TOKEN", "ACCESS_DENIED"]
    assert [word for word in (*ways, *refusals, ACCESS_KEY, SECRET_KEY) if word not in page] == []
