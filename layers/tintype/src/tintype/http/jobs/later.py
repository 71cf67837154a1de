"""``Prefer: respond-async`` (RFC 7240, section 4.1): an image in a call that is answered as an upload is.

The image lies in the upload bucket before the caller gets his answer, and S3 tells of it at least once: nothing has to
run after the response.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tintype.errors import StorageError, UploadsUnavailableError
from tintype.http.fields import members, parameters
from tintype.http.jobs import naming
from tintype.http.jobs.wishes import Wishes
from tintype.http.prediction import candidates, is_image
from tintype.http.response import Response
from tintype.http.sticky import word

if TYPE_CHECKING:
    from tintype.http.request import Request
    from tintype.http.routing import Route
    from tintype.serving import Service

_UNKNOWN = "application/octet-stream"


def wanted(request: Request, service: Service) -> bool:
    """Say whether the caller prefers to ask later, which may be passed over (RFC 7240, section 2).

    It is where there are no uploads, and for anything but an image's raw bytes.
    """
    header = request.headers["prefer"]
    buckets = service.settings.upload_bucket and service.settings.result_bucket
    preferred = any(parameters(member)[0] == "respond-async" for member in members(header))
    return bool(buckets) and preferred and is_image(request)


def accept(request: Request, route: Route, service: Service) -> Response:
    """Keep the image in the body for the upload function, and say where its answer will be.

    Raises:
        RequestError: a ``top`` that is none.
        ModelNotFoundError, VersionNotFoundError, RegistryUnavailableError: nothing of that name is released.
        UploadsUnavailableError: S3 did not take the image.
    """
    best = candidates(request.query) if "top" in request.query else 0
    wishes = Wishes(route.name, route.version, route.label, best, word(request))
    wishes.check(service)
    job = naming.new(route.name)
    kind = request.content_type
    fit = kind.startswith("image/") and kind.isascii() and kind.isprintable()
    try:
        service.storage(service.settings.upload_bucket).put(
            job.key(request.caller), request.body, content_type=kind if fit else _UNKNOWN, metadata=wishes.metadata()
        )
    except StorageError as error:
        raise UploadsUnavailableError(str(error)) from error
    address = f"{request.base}/v1/jobs/{job.id}"
    headers = {"Location": address, "Preference-Applied": "respond-async", "Retry-After": "1"}
    return Response(202, {"job": address, "upload": job.upload, "status": "queued"}, headers)
