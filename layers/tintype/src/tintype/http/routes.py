"""Every route of the API: one table for the router, the OpenAPI document and the tests."""

from __future__ import annotations

from typing import NamedTuple


class Operation(NamedTuple):
    """One thing that can be asked for.

    Attributes:
        action: its name.
        method: ``"GET"`` (which answers HEAD, too), ``"POST"`` or ``"DELETE"``.
        paths: in OpenAPI's form; variables stand where :func:`tintype.http.routing.match` looks for them, in the third
            and fifth place.
        handler: ``module:function``, imported when it is first asked for: nobody waits for a protocol that he
            does not speak.
    """

    action: str
    method: str
    paths: tuple[str, ...]
    handler: str


def _each(suffix: str) -> tuple[str, ...]:
    """A model's production version, one of its versions, one of its aliases."""
    model = "/v1/models/{model}"
    return tuple(f"{model}{which}{suffix}" for which in ("", "/versions/{version}", "/labels/{label}"))


def _v2(suffix: str) -> tuple[str, ...]:
    """A model's production version, one of its versions."""
    return (f"/v2/models/{{model}}{suffix}", f"/v2/models/{{model}}/versions/{{version}}{suffix}")


OPERATIONS = (
    Operation("openapi", "GET", ("/openapi.json",), "tintype.http.openapi.endpoints:openapi"),
    Operation("docs", "GET", ("/docs",), "tintype.http.openapi.endpoints:docs"),
    Operation("health", "GET", ("/health",), "tintype.http.endpoints:health"),
    Operation("models", "GET", ("/v1/models",), "tintype.http.endpoints:models"),
    Operation("status", "GET", _each(""), "tintype.http.endpoints:status"),
    Operation("metadata", "GET", _each("/metadata"), "tintype.http.endpoints:metadata"),
    Operation("report", "GET", _each("/report"), "tintype.http.endpoints:report"),
    Operation("history", "GET", ("/v1/models/{model}/history",), "tintype.http.endpoints:history"),
    Operation("predict", "POST", _each(":predict"), "tintype.http.endpoints:predict"),
    Operation("explain", "POST", _each(":explain"), "tintype.http.endpoints:explain"),
    Operation("compress", "POST", ("/v1/images:compress",), "tintype.http.endpoints:compress"),
    Operation("classify", "POST", _each(":classify"), "tintype.http.tfserving.endpoints:classify"),
    Operation("regress", "POST", _each(":regress"), "tintype.http.tfserving.endpoints:regress"),
    Operation("uploads", "POST", ("/v1/uploads",), "tintype.http.jobs.endpoints:uploads"),
    Operation("job", "GET", ("/v1/jobs/{job}",), "tintype.http.jobs.endpoints:job"),
    Operation("job-cancel", "DELETE", ("/v1/jobs/{job}",), "tintype.http.jobs.endpoints:cancel"),
    Operation("oip-server", "GET", ("/v2",), "tintype.http.oip.endpoints:server"),
    Operation("oip-live", "GET", ("/v2/health/live",), "tintype.http.oip.endpoints:live"),
    Operation("oip-ready", "GET", ("/v2/health/ready",), "tintype.http.oip.endpoints:ready"),
    Operation("oip-model", "GET", _v2(""), "tintype.http.oip.endpoints:model"),
    Operation("oip-model-ready", "GET", _v2("/ready"), "tintype.http.oip.endpoints:model_ready"),
    Operation("oip-infer", "POST", _v2("/infer"), "tintype.http.oip.endpoints:infer"),
)
