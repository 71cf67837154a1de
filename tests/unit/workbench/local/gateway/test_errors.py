"""The gateway's own answers."""

import json
from dataclasses import replace

from workbench.local.gateway.errors import FUNCTION_FAILED, NO_ROUTE, THROTTLED, render
from workbench.local.template.description import GatewayResponse

OURS = GatewayResponse(headers={"X": "y"}, templates={"application/json": '{"error": $context.error.messageString}'})


def test_default(api):
    """Without a response in the template the words are API Gateway's."""
    answer = render(NO_ROUTE, api, "id")
    assert (answer.status, json.loads(answer.body)) == (403, {"message": "Missing Authentication Token"})


def test_family(api):
    """DEFAULT_4XX words every client error that has no response of its own."""
    answer = render(THROTTLED, replace(api, responses={"DEFAULT_4XX": OURS}), "id")
    assert (answer.status, json.loads(answer.body)) == (429, {"error": "Too Many Requests"})
    assert ("X", "y") in answer.headers


def test_server_errors(api):
    """DEFAULT_5XX words what the function did wrong, and the status stays 502."""
    answer = render(FUNCTION_FAILED, replace(api, responses={"DEFAULT_5XX": OURS, "DEFAULT_4XX": OURS}), "id")
    assert (answer.status, json.loads(answer.body)) == (502, {"error": "Internal server error"})


def test_own_response(api):
    """A type's own response wins, with its own status and variables."""
    own = GatewayResponse(
        404, {}, {"text/plain": "$context.httpMethod $context.path $context.requestId$context.stage|"}
    )
    answer = render(NO_ROUTE, replace(api, responses={"DEFAULT_4XX": OURS, NO_ROUTE.type: own}), "id")
    assert (answer.status, answer.body) == (404, b"  id|")
    assert ("Content-Type", "text/plain") in answer.headers
