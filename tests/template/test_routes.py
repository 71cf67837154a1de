import pytest

PUBLIC = {("ANY", "/"), ("ANY", "/openapi.json"), ("ANY", "/docs"), ("ANY", "/health")}
PREFLIGHT = {("OPTIONS", "/v1/{proxy+}"), ("OPTIONS", "/v2"), ("OPTIONS", "/v2/{proxy+}")}
WITH_KEY = {("ANY", "/v1/{proxy+}"), ("ANY", "/v2"), ("ANY", "/v2/{proxy+}")}


@pytest.fixture
def routes(resources) -> dict[tuple[str, str], dict]:
    events = resources["PredictHttpFunction"]["Properties"]["Events"].values()
    return {(event["Properties"]["Method"], event["Properties"]["Path"]): event["Properties"] for event in events}


def test_the_routes_are_those_of_the_contract(routes):
    """The API has the two protocols, their preflights and the four public pages, and nothing else."""
    assert set(routes) == PUBLIC | PREFLIGHT | WITH_KEY


def test_every_route_belongs_to_the_declared_api(routes):
    """No route makes SAM add an implicit second API."""
    assert all(route["RestApiId"] == {"Ref": "Api"} for route in routes.values())


def test_public_pages_and_preflights_need_no_key(translated):
    """In the translated API exactly the public pages and preflights are free of the API key."""
    paths = translated["Resources"]["Api"]["Properties"]["Body"]["paths"]
    free = {
        ("ANY" if method == "x-amazon-apigateway-any-method" else method.upper(), path)
        for path, methods in paths.items()
        for method, operation in methods.items()
        if {"api_key": []} not in operation.get("security", [])
    }
    assert free == PUBLIC | PREFLIGHT


def test_preflights_are_answered_by_the_function(translated):
    """No preflight is a mock integration, which cannot read its request where every media type is binary."""
    paths = translated["Resources"]["Api"]["Properties"]["Body"]["paths"]
    for _, path in PREFLIGHT:
        integration = paths[path]["options"]["x-amazon-apigateway-integration"]
        assert (integration["type"], integration["httpMethod"]) == ("aws_proxy", "POST")
        assert "contentHandling" not in integration


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
