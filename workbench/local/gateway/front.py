"""What API Gateway does with a request: route, authorizer, key, limits, size, function, answer."""

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from workbench.local.gateway import errors
from workbench.local.gateway.answer import Answer, MalformedAnswerError, read_answer
from workbench.local.gateway.errors import GatewayError, RefusedError
from workbench.local.gateway.keys import KeyRing
from workbench.local.gateway.limits import Throttle
from workbench.local.gateway.request import NOBODY, Caller, Request, proxy_event
from workbench.local.gateway.routing import Match, Router
from workbench.local.outcome import MAX_REQUEST_BYTES, Outcome
from workbench.local.template.description import Api, Authorizer, Route

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


class Guard(Protocol):
    """Checks what one kind of authorizer asks for."""

    def admit(self, request: Request, authorizer: Authorizer) -> Caller:
        """Return the proved caller.

        Raises:
            RefusedError: there is no proof, or a wrong one.
        """


class Front:
    """Answers requests to one API.

    Args:
        api: the template's.
        functions: run the routes' functions.
        keys: the API keys' values by their ids.
        guards: by the kind of authorizer.
        integration_seconds: how long a function may take.

    Raises:
        KeyError: a route has an authorizer without a guard.
    """

    def __init__(
        self,
        api: Api,
        functions: Functions,
        keys: Mapping[str, str],
        guards: Mapping[str, Guard] | None = None,
        integration_seconds: float = INTEGRATION_SECONDS,
    ) -> None:
        self.api = api
        self._functions = functions
        self._keys = KeyRing(api, keys)
        used = {route.authorizer.kind for route in api.routes if route.authorizer}
        self._guards = {kind: (guards or {})[kind] for kind in used}
        self._seconds = integration_seconds
        self._router = Router(api.routes)
        self._stage = Throttle(api.stage_rate, api.stage_burst)

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
        try:
            caller = self._admit(request, match.route)
        except RefusedError as refused:
            return refused.error
        if match.route.function is None:
            return Answer(200, tuple(self.api.cors_headers.items()), b"")
        return self._run(match.route.function, proxy_event(request, self.api, match, caller), request)

    def _match(self, request: Request) -> Match | None:
        stage, slash, rest = request.path.removeprefix("/").partition("/")
        return self._router.match(request.method, slash + rest or "/") if stage == self.api.stage else None

    def _admit(self, request: Request, route: Route) -> Caller:
        caller = NOBODY
        if route.authorizer:
            caller |= self._guards[route.authorizer.kind].admit(request, route.authorizer)
        if route.key_required:
            key = self._keys.find(request.header("x-api-key"))
            key.count()
            caller |= key.caller
        if not self._stage.take():
            raise RefusedError(errors.THROTTLED)
        if len(request.body) > MAX_BODY_BYTES:
            raise RefusedError(errors.TOO_LARGE)
        return caller

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
