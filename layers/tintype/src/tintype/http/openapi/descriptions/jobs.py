"""Images that are uploaded first and answered later."""

from __future__ import annotations

from tintype import errors
from tintype.http.openapi.describing import Described, json
from tintype.http.openapi.descriptions.native import STICKY

DESCRIPTIONS = {
    "uploads": Described(
        "Uploads",
        "Get a signed form by which an image is uploaded that is too large for a call",
        json("Upload"),
        body=json("UploadRequest"),
        query=(STICKY,),
        errors=(
            errors.EmptyBodyError,
            errors.JsonError,
            errors.RequestError,
            errors.BodyTooLargeError,
            errors.UnsupportedMediaTypeError,
            errors.ModelNotFoundError,
            errors.RegistryUnavailableError,
            errors.UploadsUnavailableError,
        ),
    ),
    "job-cancel": Described(
        "Uploads",
        "Give up an upload that is not answered yet",
        json("Job"),
        errors=(errors.RequestError, errors.JobNotFoundError, errors.JobNotQueuedError, errors.UploadsUnavailableError),
    ),
    "job": Described(
        "Uploads",
        "What became of an upload",
        json("Job"),
        errors=(errors.RequestError, errors.JobNotFoundError, errors.UploadsUnavailableError),
    ),
}
