"""Read a template's REST API: routes, keys, usage plan, CORS and the gateway's own answers."""

from collections.abc import Iterator, Mapping
from typing import Any

from workbench.local.template.definition import read_routes
from workbench.local.template.description import ANY, Api, GatewayResponse, Route, UsagePlan

_RESPONSE_HEADER = "gatewayresponse.header."


def read_api(
    logical_id: str,
    properties: Mapping[str, Any],
    functions: Mapping[str, Mapping[str, Any]],
    plan: UsagePlan,
    names: Mapping[str, str],
) -> Api:
    """Describe one `AWS::Serverless::Api`.

    Args:
        logical_id: the API's.
        properties: its resolved properties, Globals included.
        functions: each function's resolved properties by logical id; without a `DefinitionBody`, their `Events` make
            the routes.
        plan: the usage plan, where the template has one as a resource of its own.
        names: the functions' logical ids by their names.

    Raises:
        ValueError: the definition holds what the local stack does not know.
    """
    auth = properties.get("Auth", {})
    cors = _cors_headers(properties.get("Cors"))
    body = properties.get("DefinitionBody")
    events = (route for name, item in functions.items() for route in _routes(name, item, auth))
    routes = list(events if body is None else read_routes(body, names))
    settings = (properties.get("MethodSettings") or [{}])[0]
    return Api(
        logical_id=logical_id,
        stage=str(properties["StageName"]),
        routes=(*routes, *(_preflights(routes) if cors else ())),
        binary_media_types=tuple(item.replace("~1", "/") for item in properties.get("BinaryMediaTypes", [])),
        plan=read_plan(auth["UsagePlan"]) if "UsagePlan" in auth else plan,
        responses={name: _response(item) for name, item in _responses(properties).items()},
        cors_headers=cors,
        stage_rate=_number(settings.get("ThrottlingRateLimit")),
        stage_burst=_whole(settings.get("ThrottlingBurstLimit")),
        stage_variables={name: str(value) for name, value in properties.get("Variables", {}).items()},
    )


def read_plan(properties: Mapping[str, Any]) -> UsagePlan:
    """Describe a usage plan, a resource's or the one inside an API's `Auth`."""
    throttle, quota = properties.get("Throttle", {}), properties.get("Quota", {})
    return UsagePlan(
        rate=_number(throttle.get("RateLimit")),
        burst=_whole(throttle.get("BurstLimit")),
        quota=_whole(quota.get("Limit")),
        period=str(quota.get("Period", "MONTH")),
    )


def _routes(function: str, properties: Mapping[str, Any], auth: Mapping[str, Any]) -> Iterator[Route]:
    default = _true(auth.get("ApiKeyRequired", False))
    for event in properties.get("Events", {}).values():
        if event["Type"] != "Api":
            continue
        settings = event["Properties"]
        if "Authorizer" in settings.get("Auth", {}) or "DefaultAuthorizer" in auth:
            message = f"the local stack reads authorizers from a DefinitionBody only; {function} has one in an event"
            raise ValueError(message)
        required = settings.get("Auth", {}).get("ApiKeyRequired", default)
        yield Route(str(settings["Method"]).upper(), settings["Path"], function, _true(required))


def _preflights(routes: list[Route]) -> Iterator[Route]:
    """SAM adds an OPTIONS method that the gateway itself answers, where a path has none."""
    taken = {route.path for route in routes if route.method == "OPTIONS"}
    for path in dict.fromkeys(route.path for route in routes):
        if path not in taken:
            yield Route("OPTIONS", path, None, key_required=False)


def _cors_headers(cors: object) -> dict[str, str]:
    if cors is None:
        return {}
    settings = cors if isinstance(cors, Mapping) else {"AllowOrigin": cors}
    names = {"AllowOrigin": "Origin", "AllowMethods": "Methods", "AllowHeaders": "Headers"}
    found = {f"Access-Control-Allow-{names[key]}": _unquoted(settings[key]) for key in names if key in settings}
    found.setdefault("Access-Control-Allow-Methods", f"OPTIONS,{ANY}")
    if "MaxAge" in settings:
        found["Access-Control-Max-Age"] = _unquoted(settings["MaxAge"])
    return found


def _responses(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return the responses of the definition, under SAM's names for their parts, and the property's own."""
    defined = properties.get("DefinitionBody", {}).get("x-amazon-apigateway-gateway-responses", {})
    renamed = {
        kind: {name[0].upper() + name[1:]: value for name, value in item.items()} for kind, item in defined.items()
    }
    own: Mapping[str, Any] = properties.get("GatewayResponses", {})
    return {**renamed, **own}


def _response(properties: Mapping[str, Any]) -> GatewayResponse:
    headers: dict[str, str] = {}
    for name, value in properties.get("ResponseParameters", {}).items():
        if name == "Headers":
            headers |= {key: _unquoted(item) for key, item in value.items()}
        elif name.startswith(_RESPONSE_HEADER):
            headers[name.removeprefix(_RESPONSE_HEADER)] = _unquoted(value)
    status = _whole(properties.get("StatusCode"))
    return GatewayResponse(status, headers, properties.get("ResponseTemplates", {}))


def _unquoted(value: object) -> str:
    # API Gateway writes static header values inside single quotes.
    return str(value).strip("'")


def _true(value: object) -> bool:
    return str(value).lower() == "true"


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))


def _whole(value: object) -> int | None:
    return None if value is None else int(str(value))
