"""One HTTP request, and the Lambda proxy event that API Gateway makes of it.

Shape: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
"""

import base64
import fnmatch
import json
import secrets
import time
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from workbench.local.gateway.routing import Match
from workbench.local.template.description import Api
from workbench.local.template.names import LOCAL_ACCOUNT

API_ID = "local"


@dataclass(frozen=True)
class Request:
    """An HTTP request as it came.

    Args:
        method: upper case.
        path: not decoded, with the stage, without the query.
        query: not decoded, without the question mark.
        headers: name and value pairs in their order.
        body: as sent.
        source: the caller's address.
        id: what API Gateway calls the request id.
    """

    method: str
    path: str
    query: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    source: str = "127.0.0.1"
    id: str = field(default_factory=lambda: str(uuid.uuid4()))

    def header(self, name: str) -> str | None:
        """Return the last value of a header, whatever its case."""
        wanted = name.lower()
        return next((value for key, value in reversed(self.headers) if key.lower() == wanted), None)


@dataclass(frozen=True)
class Caller:
    """What the gateway has proved about a caller.

    Args:
        identity: goes into the event's `requestContext.identity`.
        claims: of a verified token, for `requestContext.authorizer`.
    """

    identity: Mapping[str, str] = field(default_factory=dict)
    claims: Mapping[str, str] | None = None

    def __or__(self, other: "Caller") -> "Caller":
        """Return both proofs in one."""
        return Caller({**self.identity, **other.identity}, self.claims if other.claims is None else other.claims)


NOBODY = Caller()


def is_binary(content_type: str | None, binary_media_types: Iterable[str]) -> bool:
    """Tell whether API Gateway takes a media type for binary; without one it assumes JSON."""
    media_type = (content_type or "application/json").split(";")[0].split(",")[0].strip().lower()
    return any(fnmatch.fnmatchcase(media_type, pattern.lower()) for pattern in binary_media_types)


def proxy_event(request: Request, api: Api, match: Match, caller: Caller = NOBODY) -> bytes:
    """Return the JSON of the event for the route's function.

    Args:
        request: what came.
        api: the template's.
        match: the request's route.
        caller: what is known of the caller.
    """
    binary = bool(request.body) and is_binary(request.header("content-type"), api.binary_media_types)
    headers = (*request.headers, *_added_headers(request))
    query = parse_qsl(request.query, keep_blank_values=True)
    event = {
        "resource": match.route.path,
        "path": request.path.removeprefix(f"/{api.stage}") or "/",
        "httpMethod": request.method,
        "headers": dict(headers) or None,
        "multiValueHeaders": _grouped(headers),
        "queryStringParameters": dict(query) or None,
        "multiValueQueryStringParameters": _grouped(query),
        "pathParameters": match.parameters or None,
        "stageVariables": dict(api.stage_variables) or None,
        "requestContext": _context(request, api, match, caller),
        "isBase64Encoded": binary,
    }
    # The body is put in last, and base64 as it is: it has nothing that JSON would escape, and is most of the event.
    head = json.dumps(event, separators=(",", ":")).encode()[:-1]
    return b"".join([head, b',"body":', _json_body(request.body, binary=binary), b"}"])


def _json_body(body: bytes, *, binary: bool) -> bytes:
    if binary:
        return b'"%b"' % base64.b64encode(body)
    return json.dumps(body.decode(errors="replace") or None).encode()


def _added_headers(request: Request) -> list[tuple[str, str]]:
    host = request.header("host") or "127.0.0.1"
    trace = f"Root=1-{int(time.time()):08x}-{secrets.token_hex(12)}"
    return [
        ("X-Amzn-Trace-Id", trace),
        ("X-Forwarded-For", request.source),
        ("X-Forwarded-Port", host.rpartition(":")[2] if ":" in host else "80"),
        ("X-Forwarded-Proto", "http"),
    ]


def _grouped(pairs: Iterable[tuple[str, str]]) -> Mapping[str, list[str]] | None:
    grouped: dict[str, list[str]] = {}
    for name, value in pairs:
        grouped.setdefault(name, []).append(value)
    return grouped or None


def _context(request: Request, api: Api, match: Match, caller: Caller) -> dict[str, Any]:
    now = time.time()
    host = request.header("host") or "127.0.0.1"
    authorizer = {} if caller.claims is None else {"authorizer": {"claims": dict(caller.claims)}}
    return {
        "accountId": LOCAL_ACCOUNT,
        "apiId": API_ID,
        "domainName": host,
        "domainPrefix": host.split(".")[0].split(":")[0],
        "extendedRequestId": request.id.replace("-", "")[:16],
        "httpMethod": request.method,
        "identity": _identity(request, caller),
        "path": request.path,
        "protocol": "HTTP/1.1",
        "requestId": request.id,
        "requestTime": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now)),
        "requestTimeEpoch": int(now * 1000),
        "resourceId": f"{abs(hash(match.route.path)) % 36**6:06x}",
        "resourcePath": match.route.path,
        "stage": api.stage,
        **authorizer,
    }


def _identity(request: Request, caller: Caller) -> dict[str, str | None]:
    absent = (
        "accessKey accountId caller cognitoAuthenticationProvider cognitoAuthenticationType cognitoIdentityId "
        "cognitoIdentityPoolId principalOrgId user userArn"
    )
    identity: dict[str, str | None] = dict.fromkeys(absent.split())
    return identity | {"sourceIp": request.source, "userAgent": request.header("user-agent")} | dict(caller.identity)
