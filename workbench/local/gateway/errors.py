"""The gateway's own answers: API Gateway's response types, worded by the template's GatewayResponses.

Types and statuses: https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
"""

import json
import re
from dataclasses import dataclass

from workbench.local.gateway.answer import Answer
from workbench.local.gateway.request import Request
from workbench.local.template.description import Api, GatewayResponse

_VARIABLE = re.compile(r"\$context\.[A-Za-z.]+")
_FIRST_SERVER_ERROR = 500
_DEFAULT_TEMPLATE = '{"message":$context.error.messageString}'


@dataclass(frozen=True)
class GatewayError:
    """One of API Gateway's response types with its own status and message."""

    type: str
    status: int
    message: str


class RefusedError(Exception):
    """The gateway answers a request itself.

    Args:
        error: what it answers.
    """

    def __init__(self, error: GatewayError) -> None:
        super().__init__(error.message)
        self.error = error


NO_ROUTE = GatewayError("MISSING_AUTHENTICATION_TOKEN", 403, "Missing Authentication Token")
INVALID_SIGNATURE = GatewayError("INVALID_SIGNATURE", 403, "The request signature does not match")
UNAUTHORIZED = GatewayError("UNAUTHORIZED", 401, "Unauthorized")
FORBIDDEN = GatewayError("INVALID_API_KEY", 403, "Forbidden")
THROTTLED = GatewayError("THROTTLED", 429, "Too Many Requests")
QUOTA_EXCEEDED = GatewayError("QUOTA_EXCEEDED", 429, "Limit Exceeded")
TOO_LARGE = GatewayError("REQUEST_TOO_LARGE", 413, "Request Too Long")
TIMED_OUT = GatewayError("INTEGRATION_TIMEOUT", 504, "Endpoint request timed out")
BAD_REQUEST = GatewayError("BAD_REQUEST_BODY", 400, "Invalid request body")
# A function that crashed, timed out or gave no usable answer; its type is the default one, its status is 502.
FUNCTION_FAILED = GatewayError("DEFAULT_5XX", 502, "Internal server error")


def render(error: GatewayError, api: Api, request_id: str, request: Request | None = None) -> Answer:
    """Word an error as the template does; where it says nothing, as API Gateway does."""
    family = "DEFAULT_5XX" if error.status >= _FIRST_SERVER_ERROR else "DEFAULT_4XX"
    chosen = api.responses.get(error.type) or api.responses.get(family) or GatewayResponse()
    template = next(iter(chosen.templates.values()), _DEFAULT_TEMPLATE)
    content_type = next(iter(chosen.templates), "application/json")
    values = {
        "$context.error.message": error.message,
        "$context.error.messageString": json.dumps(error.message),
        "$context.error.responseType": error.type,
        "$context.requestId": request_id,
        "$context.path": request.path if request else "",
        "$context.httpMethod": request.method if request else "",
    }
    body = _VARIABLE.sub(lambda found: values.get(found[0], ""), template)
    return Answer(
        chosen.status or error.status,
        (("Content-Type", content_type), *chosen.headers.items(), ("x-amzn-ErrorType", error.type)),
        body.encode(),
    )
