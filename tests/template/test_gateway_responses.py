import json

import pytest

EXPECTED = {
    "DEFAULT_4XX": None,
    "DEFAULT_5XX": None,
    "UNAUTHORIZED": "401",
    "ACCESS_DENIED": "403",
    "EXPIRED_TOKEN": "403",
    "INVALID_SIGNATURE": "403",
    "INVALID_API_KEY": "403",
    "MISSING_AUTHENTICATION_TOKEN": "404",
    "RESOURCE_NOT_FOUND": "404",
    "THROTTLED": "429",
    "QUOTA_EXCEEDED": "429",
    "REQUEST_TOO_LARGE": "413",
    "UNSUPPORTED_MEDIA_TYPE": "415",
    "INTEGRATION_TIMEOUT": "504",
}


ORIGIN = "gatewayresponse.header.Access-Control-Allow-Origin"


@pytest.fixture(params=["ApiKey", "IAM", "JWT"])
def authorization(request) -> str:
    return request.param


@pytest.fixture
def responses(body, authorization) -> dict[str, dict]:
    return body(authorization)["x-amazon-apigateway-gateway-responses"]


def test_the_useful_refusals_are_spelt_out(responses, authorization):
    """Each refusal that callers meet has its status."""
    # API Gateway says the same to an unknown path and to a call that should be signed.
    unsigned = {"MISSING_AUTHENTICATION_TOKEN": "403"} if authorization == "IAM" else {}
    assert {name: response.get("statusCode") for name, response in responses.items()} == EXPECTED | unsigned


def test_an_unsigned_call_is_told_to_sign(responses, authorization):
    """The answer to unknown paths speaks of signatures where calls are signed, and nowhere else."""
    text = responses["MISSING_AUTHENTICATION_TOKEN"]["responseTemplates"]["application/json"]
    assert "no such route" in text
    assert ("Signature" in text) == (authorization == "IAM")


def test_a_missing_token_names_its_scheme(responses):
    """A 401 says by WWW-Authenticate what it wants, as HTTP asks of it."""
    header = "gatewayresponse.header.WWW-Authenticate"
    assert responses["UNAUTHORIZED"]["responseParameters"][header] == "'Bearer'"


def test_every_refusal_is_json_with_one_error(responses):
    """What the gateway says itself has the shape of the function's own errors."""
    for response in responses.values():
        text = response["responseTemplates"]["application/json"]
        document = json.loads(text.replace("$context.error.messageString", '"Forbidden"'))
        assert list(document) == ["error"]


def test_every_refusal_can_be_read_by_a_page(responses):
    """Refusals carry the CORS header, else a browser hides them from the page."""
    for response in responses.values():
        assert response["responseParameters"][ORIGIN] == "'*'"
