"""One call: event in, response out, whatever happens."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any

from tintype.errors import TintypeError
from tintype.http.encoding import encoded
from tintype.http.etag import entity_tag, matches
from tintype.http.request import Request, parse
from tintype.http.response import Response, cors, failure, preflight
from tintype.http.routing import handler, match
from tintype.observability import count, is_sampled, logger, milliseconds, report

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tintype.serving import Service

_MOST_ANSWER = 5_242_880  # characters: Lambda's 6 MB less what JSON in JSON adds
_calls = 0


def answer(event: Mapping[str, Any], service: Service) -> dict[str, Any]:
    """Answer an event of API Gateway's proxy integration; never raises."""
    global _calls  # noqa: PLW0603 -- the container's first call is the cold one
    started = perf_counter()
    _calls += 1
    common = {"X-Tintype-Start": "cold" if _calls == 1 else "warm", "X-Request-Id": _id(event)}
    common |= cors(service.settings.cors_origin)
    response = _guarded(event, service)
    if service.shadowed is not None:
        from tintype.shadows import hand  # for calls that have a shadow

        hand(service)
    answered = perf_counter()
    rendered = encoded(response.render(common), _header(event, "accept-encoding"))
    if (made := len(rendered["body"])) > _MOST_ANSWER:
        from tintype.http.overflow import redirected  # for few answers

        response = redirected(response, made, _MOST_ANSWER, service)
        rendered = encoded(response.render(common), "")
    elif "Server-Timing" in rendered["headers"]:
        rendered["headers"]["Server-Timing"] += f", encode;dur={(perf_counter() - answered) * 1000:.3f}"
    if response.status == 200 and event.get("httpMethod") in ("GET", "HEAD"):  # noqa: PLR2004 -- OK
        rendered = _conditional(event, response, rendered)
    if is_sampled():
        _trace(response, rendered, perf_counter() - started)
    _report(event, response, perf_counter() - started, cold=_calls == 1)
    return rendered | {"body": ""} if event.get("httpMethod") == "HEAD" else rendered


def _id(event: Mapping[str, Any]) -> str:
    return (event.get("requestContext") or {}).get("requestId") or ""


def _header(event: Mapping[str, Any], wanted: str) -> str:
    """Return a header's value also where the event is one that nothing could be read from."""
    return next((value or "" for name, value in (event.get("headers") or {}).items() if name.lower() == wanted), "")


def _conditional(event: Mapping[str, Any], response: Response, rendered: dict[str, Any]) -> dict[str, Any]:
    """Return the answer with its tag, or 304 without a body to a caller who has it."""
    tag = entity_tag(rendered["body"])
    headers = {**rendered["headers"], "Cache-Control": "private, no-cache", **response.headers, "ETag": tag}
    if matches(_header(event, "if-none-match"), tag):
        headers.pop("Content-Encoding", None)  # of a body that is not there
        return rendered | {"statusCode": 304, "headers": headers, "body": "", "isBase64Encoded": False}
    return rendered | {"headers": headers}


def _guarded(event: Mapping[str, Any], service: Service) -> Response:
    try:
        return _respond(parse(event, service.settings.max_body_bytes), service)
    except TintypeError as error:
        if error.status >= 500:  # noqa: PLR2004 -- ours to mend
            logger.error(str(error), detail=error.detail, kind=type(error).__name__)
        return failure(error)
    except Exception:  # noqa: BLE001 -- the last guard: a caller never sees a stack trace
        logger.exception("unexpected")
        return failure(TintypeError("Something unexpected went wrong. The request's id finds the cause in the logs."))


def _respond(request: Request, service: Service) -> Response:
    if request.method == "OPTIONS":
        return preflight()
    route = match(request.method, request.path)
    return handler(route.action)(request, route, service)


def _trace(response: Response, rendered: dict[str, Any], seconds: float) -> None:
    from tintype.tracing import read, send  # for calls that are sampled

    steps = read(rendered["headers"].get("Server-Timing", ""))
    who = (response.headers.get("X-Tintype-Model"), response.headers.get("X-Tintype-Version"))
    send(steps, seconds, who, failed=response.status >= 500)  # noqa: PLR2004 -- ours


def _report(event: Mapping[str, Any], response: Response, seconds: float, *, cold: bool) -> None:
    milliseconds("Duration", seconds)  # its sample count is the number of calls
    if cold:
        count("ColdStarts")
    if response.status >= 400:  # noqa: PLR2004 -- an error
        count("ServerErrors" if response.status >= 500 else "ClientErrors")  # noqa: PLR2004
    report(
        f"{event.get('httpMethod')} {event.get('path')}",
        status=response.status,
        milliseconds=round(seconds * 1000, 3),
        cold=cold,
        request_id=_id(event),
        model=response.headers.get("X-Tintype-Model"),
        version=response.headers.get("X-Tintype-Version"),
        timing=response.headers.get("Server-Timing"),
        error=response.document.get("error") if response.status >= 400 else None,  # noqa: PLR2004
    )
