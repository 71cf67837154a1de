"""The OpenAPI document: https://spec.openapis.org/oas/v3.1.1.html."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tintype.errors import MethodNotAllowedError, TintypeError
from tintype.http.openapi import models
from tintype.http.openapi.describing import ref
from tintype.http.openapi.descriptions import DESCRIPTIONS
from tintype.http.openapi.descriptions.native import IMAGES
from tintype.http.openapi.descriptions.pages import PUBLIC
from tintype.http.openapi.parameters import HEADERS, PARAMETERS, parameter
from tintype.http.openapi.schemas import SCHEMAS, results
from tintype.http.routes import OPERATIONS, Operation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tintype.http.openapi.describing import Described, Schema
    from tintype.manifest import Manifest

_GATEWAY = {429: "Too many calls for this key, or its quota is used up", 502: "The function failed", 504: "Too slow"}
_GATEWAY_KEYED = {403: "No valid API key in the header x-api-key", 413: "The body is too large for a call"}
_UNCHANGED = {"304": {"description": "The answer is still the one whose ETag came in If-None-Match; no body."}}
_ELSEWHERE = {"description": "The answer is too large for a call; it is at the address in Location for five minutes."}
_SCHEMES: dict[str, dict[str, str]] = {
    "ApiKey": {"type": "apiKey", "in": "header", "name": "x-api-key"},
    "SigV4": {
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        "description": "AWS Signature Version 4 for the service execute-api",
        "x-amazon-apigateway-authtype": "awsSigv4",
    },
    "Token": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "An ID token of the deployment's Cognito user pool",
    },
}
_BESIDE_THE_KEY = {"IAM": ("SigV4",), "JWT": ("Token",)}


def build(manifests: Iterable[Manifest], base: str, authorization: str = "ApiKey") -> dict[str, Any]:
    """Return the document.

    Args:
        manifests: of the models that get paths of their own, with their schemas and examples.
        base: what stands before a path in the API's address, such as ``/api``.
        authorization: the deployment's: ``ApiKey``, ``IAM`` or ``JWT``.
    """
    shown = ("ApiKey", *_BESIDE_THE_KEY.get(authorization, ()))
    paths: dict[str, Any] = {}
    for operation in OPERATIONS:
        for path in operation.paths if operation.action in DESCRIPTIONS else ():  # a test sees that none is missing
            paths.setdefault(path, {})[operation.method.lower()] = describe(operation, path, shown)
    schemas = dict(SCHEMAS)
    for manifest in manifests:
        _add_model(manifest, paths, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Tintype", "version": "1", "summary": "Image models over HTTP", "description": _ABOUT},
        "servers": [{"url": base or "/"}],
        "tags": [{"name": tag} for tag in dict.fromkeys(said.tag for said in DESCRIPTIONS.values())],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "parameters": PARAMETERS,
            "headers": HEADERS,
            "securitySchemes": {name: _SCHEMES[name] for name in shown},
        },
    }


_ABOUT = (
    "Send an image to a released model and get its answer. Every error is a document with one field, `error`, that "
    f"says what was expected, what was received, and how to mend it. The first {models.MOST} released models have a "
    "path of their own with an example that works."
)


def describe(operation: Operation, path: str, shown: Iterable[str]) -> dict[str, Any]:
    """Return one operation's entry under its path, where a caller has to show all of these schemes at once."""
    said = DESCRIPTIONS[operation.action]
    return {
        "operationId": operation.action + _which(path),
        "tags": [said.tag],
        "summary": said.summary,
        "parameters": [*map(parameter, _variables(path)), *said.query],
        **({"requestBody": _body(said.body)} if said.body else {}),
        "responses": _responses(said, public=operation.action in PUBLIC)
        | (_UNCHANGED if operation.method == "GET" else {}),
        "security": [] if operation.action in PUBLIC else [{scheme: [] for scheme in shown}],
    }


def _which(path: str) -> str:
    return "".join(f".{variable}" for variable in _variables(path) if variable != "model")


def _variables(path: str) -> list[str]:
    return [piece.partition("}")[0] for piece in path.split("{")[1:]]


def _body(body: dict[str, Schema]) -> dict[str, Any]:
    return {"required": True, "content": {kind: {"schema": body[kind], **_encoding(kind)} for kind in body}}


def _encoding(kind: str) -> dict[str, Any]:
    """Say of a form which types its files may have."""
    return {"encoding": {"image": {"contentType": ", ".join(IMAGES)}}} if kind == "multipart/form-data" else {}


def _responses(said: Described, *, public: bool) -> dict[str, Any]:
    causes: dict[int, list[str]] = {}
    errors: tuple[type[TintypeError], ...] = (*said.errors, MethodNotAllowedError, TintypeError)
    for error in errors:
        causes.setdefault(error.status, []).append((error.__doc__ or "").partition("\n")[0])
    for status, cause in (_GATEWAY | ({} if public else _GATEWAY_KEYED)).items():
        causes.setdefault(status, []).append(f"{cause}.")
    refusals = {str(status): _error(texts) for status, texts in sorted(causes.items())}
    if not said.answers:
        return refusals
    found = {"description": "The answer.", "content": {kind: {"schema": said.answers[kind]} for kind in said.answers}}
    if said.provenance:
        found["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in HEADERS}
    later = {"description": "Ask later.", "content": {kind: {"schema": said.later[kind]} for kind in said.later}}
    return {"200": found} | ({"202": later, "303": _ELSEWHERE} if said.later else {}) | refusals


def _error(texts: list[str]) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Error"}
    return {"description": " ".join(texts), "content": {"application/json": {"schema": schema}}}


def _add_model(manifest: Manifest, paths: dict[str, Any], schemas: dict[str, Any]) -> None:
    name = manifest.name
    schemas[f"{name}.Result"], schemas[f"{name}.Request"] = models.result(manifest), models.request(manifest)
    general = paths["/v1/models/{model}:predict"]["post"]
    content = {"schema": ref(f"{name}.Request"), "examples": models.examples(manifest)}
    one = ref(f"{name}.Result")
    answer = {"anyOf": [one, results(one), SCHEMAS["Predictions"]]}
    bodies = {k: v for k, v in general["requestBody"]["content"].items() if _takes(manifest, k)}
    pictures = {} if manifest.task == "classification" else general["responses"]["200"]["content"]
    ok = general["responses"]["200"] | {"content": pictures | {"application/json": {"schema": answer}}}
    paths[f"/v1/models/{name}:predict"] = {
        "post": general
        | {
            "operationId": f"predict.model.{name}",
            "tags": [name],
            "summary": f"Ask {name} (version {manifest.version} when this was written)",
            "parameters": [each for each in general["parameters"] if each.get("in") == "query"],
            "requestBody": {"required": True, "content": bodies | {"application/json": content}},
            "responses": general["responses"] | {"200": ok},
        }
    }


def _takes(manifest: Manifest, kind: str) -> bool:
    return kind == "application/json" or models.takes_images(manifest)
