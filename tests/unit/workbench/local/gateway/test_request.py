"""The Lambda proxy event that API Gateway makes of a request."""

import base64
import json
from dataclasses import replace

import pytest

from workbench.local.gateway.request import NOBODY, Caller, is_binary, proxy_event
from workbench.local.gateway.routing import Router

KEY = Caller({"apiKey": "k", "apiKeyId": "id"})


def event(api, request, caller=NOBODY):
    match = Router(api.routes).match(request.method, request.path.removeprefix("/live"))
    return json.loads(proxy_event(request, api, match, caller))


def test_shape(api, request_of):
    """The event has every field of API Gateway's, absent parts as null."""
    made = event(api, request_of())
    assert set(made) == {
        "resource", "path", "httpMethod", "headers", "multiValueHeaders", "queryStringParameters",
        "multiValueQueryStringParameters", "pathParameters", "stageVariables", "requestContext", "body",
        "isBase64Encoded",
    }  # fmt: skip
    nulls = ("queryStringParameters", "multiValueQueryStringParameters", "pathParameters", "stageVariables", "body")
    assert [made[name] for name in nulls] == [None] * 5
    assert (made["resource"], made["path"], made["isBase64Encoded"]) == ("/open", "/open", False)


def test_context(api, request_of):
    """The context knows the stage, the whole path, the key and the caller."""
    made = event(api, request_of("POST", "/live/v1/models/a%2Fb", x_api_key="k", User_Agent="test"), KEY)
    context = made["requestContext"]
    assert (context["stage"], context["path"]) == ("live", "/live/v1/models/a%2Fb")
    assert (context["resourcePath"], context["protocol"]) == ("/v1/{proxy+}", "HTTP/1.1")
    identity = context["identity"]
    assert (identity["apiKey"], identity["apiKeyId"]) == ("k", "id")
    assert (identity["sourceIp"], identity["userAgent"], identity["userArn"]) == ("127.0.0.1", "test", None)
    assert "authorizer" not in context
    assert made["pathParameters"] == {"proxy": "models/a%2Fb"}


def test_claims(api, request_of):
    """A verified token's claims stand beside what else is proved."""
    made = event(api, request_of(), KEY | Caller(claims={"sub": "1"}))
    assert made["requestContext"]["authorizer"] == {"claims": {"sub": "1"}}
    assert made["requestContext"]["identity"]["apiKeyId"] == "id"


def test_request_ids_differ(api, request_of):
    """Every request has an id of its own."""
    ids = {event(api, request_of())["requestContext"]["requestId"] for _ in range(5)}
    assert len(ids) == 5


def test_repeated_headers(api, request_of):
    """A repeated header keeps all values, and the single-value map has the last."""
    request = request_of()
    made = event(api, replace(request, headers=(*request.headers, ("X-A", "1"), ("X-A", "2"))))
    assert made["multiValueHeaders"]["X-A"] == ["1", "2"]
    assert made["headers"]["X-A"] == "2"


def test_query(api, request_of):
    """Query values are decoded, repeated ones and blank ones kept."""
    made = event(api, request_of(query="top=3&a=1&a=%C3%BC+x&b="))
    assert made["multiValueQueryStringParameters"] == {"top": ["3"], "a": ["1", "ü x"], "b": [""]}
    assert made["queryStringParameters"] == {"top": "3", "a": "ü x", "b": ""}


def test_binary_body(api, request_of):
    """A body of a binary type comes as base64."""
    made = event(api, request_of("POST", body=b"\x00\xff", Content_Type="image/png"))
    assert made["isBase64Encoded"] is True
    assert base64.b64decode(made["body"]) == b"\x00\xff"


def test_text_body(api, request_of):
    """A body of any other type comes as text."""
    made = event(replace(api, binary_media_types=("image/png",)), request_of("POST", body="ü".encode()))
    assert (made["isBase64Encoded"], made["body"]) == (False, "ü")


@pytest.mark.parametrize(
    ("content_type", "types", "binary"),
    [
        ("image/png", ["image/png"], True),
        ("IMAGE/PNG; q=1, text/html", ["image/png"], True),
        ("text/html, image/png", ["image/png"], False),
        (None, ["image/*"], False),
        (None, ["application/json"], True),
        ("anything/else", ["*/*"], True),
        ("image/png", [], False),
    ],
)
def test_is_binary(content_type, types, binary):
    """Only the first media type counts, and none at all means JSON."""
    assert is_binary(content_type, types) is binary
