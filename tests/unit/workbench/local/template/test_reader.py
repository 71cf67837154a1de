"""One description of everything a template deploys."""

import pytest

from workbench.local.template.description import ANY, ApiKey, GatewayResponse, Route, UsagePlan


def test_function(read, tmp_path):
    """A function is described with the Globals' values under its own."""
    function = read().functions["Answer"]
    assert (function.name, function.handler, function.timeout, function.memory) == (
        "tintype-Answer",
        "app.handler",
        7,
        512,
    )
    assert function.code == tmp_path / "functions/answer"
    assert function.environment == {
        "COMMON": "shared",
        "OWN": "tintype-x-us-east-1",
        "BUCKET": "tintype-pictures-123456789012",
        "FLAG": "true",
    }
    assert [layer.content for layer in function.layers] == [tmp_path / "layers/code", tmp_path / "layers/extra"]


def test_memory_changes(read):
    """Another memory size in the template is another memory size of the function."""
    assert read("Default: 512", "Default: 1024").functions["Answer"].memory == 1024


def test_variable_changes(read):
    """Another variable in the template is another variable of the function."""
    assert read("COMMON: shared", "COMMON: other").functions["Answer"].environment["COMMON"] == "other"


def test_route_changes(read):
    """Another path in the template is another route."""
    paths = [route.path for route in read("/v1/{proxy+}", "/v9/{proxy+}").api.routes]
    assert paths == ["/v9/{proxy+}", "/health"]


def test_samconfig_changes(read):
    """A parameter in samconfig.toml wins over the default, and the caller's wins over both."""
    samconfig = '[default.deploy.parameters]\nparameter_overrides = "Memory=256 Stage=beta"\n'
    description = read(samconfig=samconfig, Stage="gamma")
    assert (description.functions["Answer"].memory, description.api.stage) == (256, "gamma")


def test_api(read):
    """The API is described with stage, keys, limits, binary types and its own words for errors."""
    api = read().api
    assert api.routes == (
        Route(ANY, "/v1/{proxy+}", "Answer", key_required=True),
        Route("GET", "/health", "Answer", key_required=False),
    )
    assert (api.stage, api.binary_media_types) == ("live", ("image/png",))
    assert (api.plan.rate, api.plan.burst, api.plan.quota, api.plan.period) == (5, 9, 100, "DAY")
    assert api.responses["THROTTLED"].headers == {"Retry-After": "1"}


DEFINITION = """
      DefinitionBody:
        paths:
          /only:
            post:
              x-amazon-apigateway-integration:
                type: aws_proxy
                uri: !Sub "arn:aws:apigateway:r:lambda:path/2015-03-31/functions/${Answer.Arn}/invocations"
        x-amazon-apigateway-gateway-responses:
          UNAUTHORIZED:
            statusCode: "401"
            responseParameters: {gatewayresponse.header.WWW-Authenticate: "'Bearer'"}
            responseTemplates: {application/json: "{}"}"""


def test_definition(read):
    """Where an API has a definition, it alone makes the routes, and its responses join the others."""
    api = read("      StageName: !Ref Stage", "      StageName: !Ref Stage" + DEFINITION).api
    assert api.routes == (Route("POST", "/only", "Answer", key_required=False),)
    assert api.responses["UNAUTHORIZED"] == GatewayResponse(
        401, {"WWW-Authenticate": "Bearer"}, {"application/json": "{}"}
    )
    assert api.responses["THROTTLED"].status == 429


def test_cors_adds_preflights(read):
    """With Cors, every path without an OPTIONS method of its own gets one that needs no key."""
    api = read("StageName: !Ref Stage", "StageName: !Ref Stage\n      Cors: \"'https://a.example'\"").api
    added = [route for route in api.routes if route.method == "OPTIONS"]
    assert [(route.path, route.function, route.key_required) for route in added] == [
        ("/v1/{proxy+}", None, False),
        ("/health", None, False),
    ]
    assert api.cors_headers["Access-Control-Allow-Origin"] == "https://a.example"


@pytest.mark.parametrize(
    ("place", "added"),
    [
        ('Path: "/v1/{proxy+}"', ", Auth: {Authorizer: AWS_IAM}"),
        ("        ApiKeyRequired: true", "\n        DefaultAuthorizer: AWS_IAM"),
    ],
)
def test_authorizer_of_sam(read, place, added):
    """An authorizer in SAM's own words is refused, and never passed over."""
    with pytest.raises(ValueError, match="from a DefinitionBody only"):
        read(place, place + added)


KEYS = """
  Silver: {Type: AWS::ApiGateway::ApiKey, Properties: {Enabled: true}}
  Gold: {Type: AWS::ApiGateway::ApiKey, Properties: {Enabled: true}}
  Off: {Type: AWS::ApiGateway::ApiKey, Properties: {Enabled: false}}
  Stray: {Type: AWS::ApiGateway::ApiKey, Properties: {Enabled: true}}
  Few: {Type: AWS::ApiGateway::UsagePlan, Properties: {Quota: {Limit: 1, Period: DAY}}}
  Many: {Type: AWS::ApiGateway::UsagePlan, Properties: {Throttle: {RateLimit: 9, BurstLimit: 9}}}
  A: {Type: AWS::ApiGateway::UsagePlanKey, Properties: {KeyId: !Ref Gold, UsagePlanId: !Ref Many, KeyType: API_KEY}}
  B: {Type: AWS::ApiGateway::UsagePlanKey, Properties: {KeyId: !Ref Silver, UsagePlanId: !Ref Few, KeyType: API_KEY}}
  C: {Type: AWS::ApiGateway::UsagePlanKey, Properties: {KeyId: !Ref Off, UsagePlanId: !Ref Few, KeyType: API_KEY}}
"""


def test_keys(read):
    """Each enabled key that is in a usage plan has that plan's limits."""
    api = read("\nResources:\n", "\nResources:" + KEYS).api
    assert api.keys == (ApiKey("Silver", UsagePlan(quota=1, period="DAY")), ApiKey("Gold", UsagePlan(9, 9)))


def test_buckets(read):
    """A bucket is described with its name, versions and whether it announces its objects."""
    bucket = read().buckets["Bucket"]
    assert (bucket.name, bucket.versioned, bucket.announces) == ("tintype-pictures-123456789012", True, True)


@pytest.mark.parametrize(("keep", "there"), [("yes", True), ("no", False)])
def test_condition(read, keep, there):
    """A resource is there only while its condition holds."""
    assert ("Archive" in read(Keep=keep).buckets) is there


def test_queues(read):
    """A queue is described with its visibility timeout and where its dead letters go."""
    queue = read().queues["Queue"]
    assert (queue.name, queue.visibility_timeout) == ("tintype-Queue", 42)
    assert (queue.dead_letter_queue, queue.max_receive_count) == ("the-dead", 4)


def test_rules(read):
    """A rule is described with the resolved pattern and its targets' ARNs."""
    (rule,) = read().rules
    assert rule.pattern["detail"]["bucket"]["name"] == ["tintype-pictures-123456789012"]
    assert rule.targets == ("arn:aws:sqs:us-east-1:123456789012:tintype-Queue",)


def test_schedules(read):
    """A function's schedules are described, but for those that are off."""
    assert [(item.function, item.rule, item.seconds) for item in read().schedules] == [
        ("Answer", "tintype-Answer-Often", 300.0)
    ]


def test_unknown_schedule(read):
    """A schedule that is no rate is refused with an example of one."""
    with pytest.raises(ValueError, match=r"rate\(1 minute\)"):
        read("rate(5 minutes)", "cron(0 12 1 1 1 *)")


def test_mappings(read):
    """A queue that feeds a function is described with batch size, partial answers and concurrency."""
    (mapping,) = read().mappings
    assert (mapping.function, mapping.queue, mapping.batch_size) == ("Answer", "tintype-Queue", 3)
    assert (mapping.partial_failures, mapping.maximum_concurrency) == (True, 2)


def test_no_handler(read):
    """A function without a handler is refused with its name."""
    with pytest.raises(ValueError, match="Answer has no Handler"):
        read("      Handler: app.handler\n", "")
