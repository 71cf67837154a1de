"""Read the routes of an API's OpenAPI definition, with API Gateway's extensions.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from workbench.local.template.description import ANY, Authorizer, Route

_EXTENSION = "x-amazon-apigateway"
_METHODS = {f"{_EXTENSION}-any-method": ANY}
_FUNCTION = re.compile(r"/functions/[^/]*:function:([^:/]+)(?::[^:/]+)?/invocations$")


def read_routes(body: Mapping[str, Any], functions: Mapping[str, str]) -> Iterator[Route]:
    """Describe each operation of a resolved `DefinitionBody`.

    Args:
        body: the definition.
        functions: logical ids by the functions' names.

    Raises:
        ValueError: an operation is no Lambda proxy integration with one of the functions.
    """
    schemes = body.get("components", {}).get("securitySchemes", {})
    for path, operations in body.get("paths", {}).items():
        for method, operation in operations.items():
            used = [schemes[name] for item in operation.get("security", []) for name in item]
            yield Route(
                _METHODS.get(method, method.upper()),
                path,
                _function(path, operation, functions),
                key_required=any(str(scheme["name"]).lower() == "x-api-key" for scheme in used),
                authorizer=_authorizer(used),
            )


def _function(path: str, operation: Mapping[str, Any], functions: Mapping[str, str]) -> str:
    integration = operation.get(f"{_EXTENSION}-integration", {})
    found = _FUNCTION.search(str(integration.get("uri", "")))
    if integration.get("type") != "aws_proxy" or found is None or found[1] not in functions:
        known = ", ".join(functions.values())
        message = f"expected aws_proxy with one of the functions {known} at {path}, received {integration}"
        raise ValueError(message)
    return functions[found[1]]


def _authorizer(schemes: list[Mapping[str, Any]]) -> Authorizer | None:
    for scheme in schemes:
        kind = scheme.get(f"{_EXTENSION}-authtype")
        if kind == "awsSigv4":
            return Authorizer(kind)
        if kind == "cognito_user_pools":
            return Authorizer(kind, tuple(scheme[f"{_EXTENSION}-authorizer"]["providerARNs"]))
        if kind:
            message = f"the local stack knows awsSigv4 and cognito_user_pools, received the authtype {kind}"
            raise ValueError(message)
    return None
