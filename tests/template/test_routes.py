import pytest

PAGE = {("ANY", "/"), ("ANY", "/page/{proxy+}")}
PUBLIC = PAGE | {("ANY", "/openapi.json"), ("ANY", "/docs"), ("ANY", "/health")}
PREFLIGHT = {("OPTIONS", "/v1/{proxy+}"), ("OPTIONS", "/v2"), ("OPTIONS", "/v2/{proxy+}")}
WITH_KEY = {("ANY", "/v1/{proxy+}"), ("ANY", "/v2"), ("ANY", "/v2/{proxy+}")}


METHODS = {"x-amazon-apigateway-any-method": "ANY", "options": "OPTIONS"}
FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:tintype-{}:live"


@pytest.fixture
def routes(body) -> dict[tuple[str, str], dict]:
    paths = body("ApiKey")["paths"]
    return {(METHODS[method], path): entry for path, methods in paths.items() for method, entry in methods.items()}


def test_the_routes_are_those_of_the_contract(routes):
    """The API has the two protocols, their preflights, the page and the three public documents, and nothing else."""
    assert set(routes) == PUBLIC | PREFLIGHT | WITH_KEY


def test_no_second_api(translated):
    """SAM adds no API of its own."""
    kinds = [resource["Type"] for resource in translated["Resources"].values()]
    assert kinds.count("AWS::ApiGateway::RestApi") == 1


def test_routes_call_the_published_version(routes):
    """Every route hands the whole request to a function's alias: the page's own for the page."""
    for name, route in routes.items():
        integration = route["x-amazon-apigateway-integration"]
        assert (integration["type"], integration["httpMethod"]) == ("aws_proxy", "POST")
        function = FUNCTION.format("PageFunction" if name in PAGE else "PredictHttpFunction")
        assert integration["uri"].endswith(f"/functions/{function}/invocations")


@pytest.mark.parametrize("permission", ["PredictHttpPermission", "PagePermission"])
def test_permissions(resolved, permission):
    """This API alone may call the functions' aliases."""
    allowed = resolved("ApiKey").properties(permission)
    assert allowed["Principal"] == "apigateway.amazonaws.com"
    assert allowed["SourceArn"] == "arn:aws:execute-api:us-east-1:123456789012:tintype-Api/*"


def test_public_pages_and_preflights_need_no_key(routes):
    """Exactly the public pages and preflights are free of the API key."""
    assert {name for name, route in routes.items() if {"api_key": []} not in route["security"]} == PUBLIC | PREFLIGHT


def test_preflights_are_answered_by_the_function(routes):
    """No preflight is a mock integration, which cannot read its request where every media type is binary."""
    for name in PREFLIGHT:
        assert routes[name]["x-amazon-apigateway-integration"]["type"] == "aws_proxy"
        assert "contentHandling" not in routes[name]["x-amazon-apigateway-integration"]


def test_every_media_type_is_binary(translated):
    """An image's bytes arrive unharmed, whatever the caller's Content-Type and Accept say."""
    body = translated["Resources"]["Api"]["Properties"]["Body"]
    assert body["x-amazon-apigateway-binary-media-types"] == ["*/*"]


def test_bodies_are_not_compressed_by_the_gateway(translated):
    """MinimumCompressionSize stays unset: with it, API Gateway would decode binary bodies as text."""
    assert "MinimumCompressionSize" not in translated["Resources"]["Api"]["Properties"]


def test_a_key_has_throttle_and_quota(resources):
    """The usage plan limits each key's rate, burst and calls a month, by parameters."""
    plan = resources["UsagePlan"]["Properties"]
    assert plan["Throttle"] == {"RateLimit": {"Ref": "ThrottleRate"}, "BurstLimit": {"Ref": "ThrottleBurst"}}
    assert plan["Quota"] == {"Limit": {"Ref": "MonthlyQuota"}, "Period": "MONTH"}
    assert resources["CallerKeyInPlan"]["Properties"]["UsagePlanId"] == {"Ref": "UsagePlan"}


def test_routes_without_a_key_are_throttled_too(resources):
    """The stage's own throttle limits what no usage plan sees."""
    (setting,) = resources["Api"]["Properties"]["MethodSettings"]
    assert (setting["ResourcePath"], setting["HttpMethod"]) == ("/*", "*")
    assert setting["ThrottlingRateLimit"] == {"Ref": "ThrottleRate"}
