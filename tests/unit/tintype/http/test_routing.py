from __future__ import annotations

import pytest

from tintype.errors import MethodNotAllowedError, RouteNotFoundError, VersionNotFoundError
from tintype.http.routing import Route, match

ROUTES = {
    "/openapi.json": Route("openapi"),
    "/docs": Route("docs"),
    "/health": Route("health"),
    "/v1/models": Route("models"),
    "/v1/models/m": Route("status", "m"),
    "/v1/models/m/versions/12": Route("status", "m", 12),
    "/v1/models/m/labels/canary": Route("status", "m", label="canary"),
    "/v1/models/m/metadata": Route("metadata", "m"),
    "/v1/models/m/versions/12/metadata": Route("metadata", "m", 12),
    "/v1/models/m/labels/canary/metadata": Route("metadata", "m", label="canary"),
    "/v1/models/m/report": Route("report", "m"),
    "/v1/models/m/versions/12/report": Route("report", "m", 12),
    "/v1/models/m/labels/canary/report": Route("report", "m", label="canary"),
    "/v1/models/m/history": Route("history", "m"),
    "/v1/models/m:predict": Route("predict", "m"),
    "/v1/models/m/versions/12:predict": Route("predict", "m", 12),
    "/v1/models/m/labels/canary:predict": Route("predict", "m", label="canary"),
}
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "", "get"}


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("path", ROUTES)
def test_routes(path, slash):
    """Every path, with or without a slash at its end, belongs to its part of the API."""
    route = ROUTES[path]
    assert match("POST" if route.action == "predict" else "GET", path + slash) == route


@pytest.mark.parametrize("path", ROUTES)
def test_wrong_methods(path):
    """Every other method is refused with those that are allowed."""
    allowed = {"POST"} if ROUTES[path].action == "predict" else {"GET", "HEAD"}
    for method in METHODS - allowed:
        with pytest.raises(MethodNotAllowedError) as caught:
            match(method, path)
        assert set(caught.value.allowed.split(", ")) == allowed


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/v1",
        "/v1/nothing",
        "/v2/models/m/explain",
        "/v1/models/m:divine",
        "/v1/models/m/predict",
        "/v1/models/m/metadata:predict",
        "/v1/models//versions/1",
        "/v1/models/m/versions",
        "/v1/models/m/versions/1/labels/a",
        "/v1/models/m:predict:predict",
        "/v1/models/m/versions/1/2",
        "/v1/models/m:predict\n",
        "/V1/models",
        "x/v1/models",
    ],
)
def test_no_route(path):
    """Any other path is not found, and the message says which would be."""
    with pytest.raises(RouteNotFoundError, match="Try GET /v1/models"):
        match("GET", path)


@pytest.mark.parametrize("version", ["one", "-1", "1.0", "0x1", "²", "1" * 10, "9" * 5000, "latest", " 1"])
def test_no_number(version):
    """A version that is no number of ours is not found."""
    with pytest.raises(VersionNotFoundError):
        match("GET", f"/v1/models/m/versions/{version}")
