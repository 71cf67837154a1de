import json

import pytest

EXPECTED = {
    "DEFAULT_4XX": None,
    "DEFAULT_5XX": None,
    "ACCESS_DENIED": 403,
    "INVALID_API_KEY": 403,
    "MISSING_AUTHENTICATION_TOKEN": 404,
    "RESOURCE_NOT_FOUND": 404,
    "THROTTLED": 429,
    "QUOTA_EXCEEDED": 429,
    "REQUEST_TOO_LARGE": 413,
    "UNSUPPORTED_MEDIA_TYPE": 415,
    "INTEGRATION_TIMEOUT": 504,
}


@pytest.fixture
def responses(resources) -> dict[str, dict]:
    return resources["Api"]["Properties"]["GatewayResponses"]


def test_the_useful_refusals_are_spelt_out(responses):
    """Each refusal that callers meet has its status."""
    assert {name: response.get("StatusCode") for name, response in responses.items()} == EXPECTED


def test_every_refusal_is_json_with_one_error(responses):
    """What the gateway says itself has the shape of the function's own errors."""
    for response in responses.values():
        text = response["ResponseTemplates"]["application/json"]
        document = json.loads(text.replace("$context.error.messageString", '"Forbidden"'))
        assert list(document) == ["error"]


def test_every_refusal_can_be_read_by_a_page(responses):
    """Refusals carry the CORS header, else a browser hides them from the page."""
    for response in responses.values():
        headers = response["ResponseParameters"]["Headers"]
        assert headers["Access-Control-Allow-Origin"] == {"Fn::Sub": "'${CorsOrigin}'"}
