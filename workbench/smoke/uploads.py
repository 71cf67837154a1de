"""An upload, from the bucket to its result document, and both taken away again."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

from tintype.uploads.naming import result_key
from workbench.doctor.finding import right, wrong
from workbench.smoke.scratch import picture, purge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.context import Context
    from workbench.doctor.finding import Finding

_AREA = "smoke test"
_PAUSE = 0.25


def upload(context: Context, model: str, label: str, seconds: float) -> Iterator[Finding]:
    """Put an image into the upload bucket, and wait for the result document to say the label.

    Args:
        context: the deployment.
        model: who shall answer.
        label: what it says to the picture.
        seconds: how long to wait.
    """
    s3, key = context.session.client("s3"), f"{model}/picture.png"
    began = time.monotonic()
    put = s3.put_object(Bucket=context.buckets.uploads, Key=key, Body=picture(), ContentType="image/png")
    version = put.get("VersionId", "")
    result = result_key(context.buckets.uploads, key, version, put["ETag"])
    try:
        document = _wait_for(context, result, seconds)
    finally:
        purge(context, context.buckets.uploads, f"{model}/")
    if document is None:
        mend = "See `tintype logs --function upload`, and `tintype redrive --list`."
        yield wrong(_AREA, "an upload", f"no result in {seconds:.0f} s", mend)
        return
    said = document.get("result", document).get("label") or document.get("error")
    if said == label:
        yield right(_AREA, "an upload", f"answered after {time.monotonic() - began:.1f} s")
    else:
        yield wrong(_AREA, "an upload", f"{said!r} instead of {label!r}", "See `tintype logs --function upload`.")
    _remove(context, result, document)


def _wait_for(context: Context, key: str, seconds: float) -> dict[str, Any] | None:
    s3, deadline = context.session.client("s3"), time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = s3.list_objects_v2(Bucket=context.buckets.results, Prefix=key).get("Contents", [])
        if found:
            body = s3.get_object(Bucket=context.buckets.results, Key=key)["Body"].read()
            document: dict[str, Any] = json.loads(body)
            return document
        time.sleep(_PAUSE)
    return None


def _remove(context: Context, result: str, document: dict[str, Any]) -> None:
    for key in filter(None, (result, document.get("answer"))):
        purge(context, context.buckets.results, str(key))
