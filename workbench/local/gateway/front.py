"""What API Gateway does with a request: route, key, limits, size, function, answer."""

import hmac
import logging
from typing import TYPE_CHECKING, Protocol

from workbench.local.gateway import errors
from workbench.local.gateway.answer import Answer, MalformedAnswerError, read_answer
from workbench.local.gateway.errors import GatewayError
from workbench.local.gateway.limits import Quota, Throttle
from workbench.local.gateway.request import Request, proxy_event
from workbench.local.gateway.routing import Match, Router
from workbench.local.outcome import MAX_REQUEST_BYTES, Outcome
from workbench.local.template.description import Api

if TYPE_CHECKING:
    from concurrent.futures import Future

# API Gateway's own limits. https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
MAX_BODY_BYTES = 10 * 1024 * 1024
INTEGRATION_SECONDS = 29.0

_logger = logging.getLogger(__name__)


class Functions(Protocol):
    """Runs functions by their logical id."""

    def submit(self, function: str, payload: bytes) -> "Future[Outcome]":
        """Hand an event to a function."""


class Front:
    """Answers requests to one API.

    Args:
        api: the template's.
        functions: run the routes' functions.
        api_key: the one key of the local usage plan.
        integration_seconds: how long a function may take.
    """

    def __init__(
        self, api: Api, functions: Functions, api_key: str, integration_seconds: float = INTEGRATION_SECONDS
    ) -> None:
        self.api = api
        self._functions = functions
        self._api_key = api_key
        self._seconds = integration_seconds
        self._router = Router(api.routes)
        self._stage = Throttle(api.stage_rate, api.stage_burst)
        self._plan = Throttle(api.plan.rate, api.plan.burst)
        self._quota = Quota(api.plan)

    def answer(self, request: Request) -> Answer:
        """Answer one request; never raises."""
        result = self._refuse_or_run(request)
        answer = result if isinstance(result, Answer) else errors.render(result, self.api, request.id, request)
        identification = (("x-amzn-RequestId", request.id), ("x-amz-apigw-id", request.id.replace("-", "")[:16]))
        return Answer(answer.status, (*answer.headers, *identification), answer.body)

    def _refuse_or_run(self, request: Request) -> Answer | GatewayError:
        match = self._match(request)
        if match is None:
            return errors.NO_ROUTE
        refusal = self._refusal(request, match)
        if refusal is not None:
            return refusal
        if match.route.function is None:
            return Answer(200, tuple(self.api.cors_headers.items()), b"")
        key = self._api_key if match.route.key_required else None
        return self._run(match.route.function, proxy_event(request, self.api, match, key), request)

    def _match(self, request: Request) -> Match | None:
        stage, slash, rest = request.path.removeprefix("/").partition("/")
        return self._router.match(request.method, slash + rest or "/") if stage == self.api.stage else None

    def _refusal(self, request: Request, match: Match) -> GatewayError | None:
        if match.route.key_required:
            given = request.header("x-api-key") or ""
            if not hmac.compare_digest(given.encode(), self._api_key.encode()):
                return errors.FORBIDDEN
            if not self._plan.take():
                return errors.THROTTLED
            if not self._quota.take():
                return errors.QUOTA_EXCEEDED
        if not self._stage.take():
            return errors.THROTTLED
        return errors.TOO_LARGE if len(request.body) > MAX_BODY_BYTES else None

    def _run(self, function: str, event: bytes, request: Request) -> Answer | GatewayError:
        if len(event) > MAX_REQUEST_BYTES:
            return errors.TOO_LARGE
        try:
            outcome = self._functions.submit(function, event).result(self._seconds)
        except TimeoutError:
            return errors.TIMED_OUT
        except Exception:
            _logger.exception("%s could not be run", function)
            return errors.FUNCTION_FAILED
        if outcome.failure is not None:
            _logger.error("%s failed: %s", function, outcome.payload[:2000].decode(errors="replace"))
            return errors.FUNCTION_FAILED
        try:
            return read_answer(outcome.payload, request, self.api.binary_media_types)
        except MalformedAnswerError as problem:
            _logger.error("%s gave a malformed Lambda proxy answer: %s", function, problem)  # noqa: TRY400
            return errors.FUNCTION_FAILED
