"""Where uploads come from and where their answers go: never the same bucket, or answers would be uploads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tintype.errors import SettingsError
from tintype.s3 import Bucket

if TYPE_CHECKING:
    from tintype.settings import Settings


def connect(settings: Settings) -> tuple[Bucket, Bucket]:
    """Return the upload bucket and the result bucket.

    Raises:
        SettingsError: one of them has no name, or uploads come from where results or models are written.
    """
    for field in ("upload_bucket", "result_bucket"):
        if not getattr(settings, field):
            raise SettingsError(f"TINTYPE_{field.upper()}", "a bucket's name", "nothing")
    for field in ("result_bucket", "model_bucket"):
        if getattr(settings, field) == settings.upload_bucket:
            name = f"TINTYPE_{field.upper()}"
            raise SettingsError("TINTYPE_UPLOAD_BUCKET", f"another bucket than {name}'s", repr(settings.upload_bucket))
    return Bucket.from_environment(settings.upload_bucket), Bucket.from_environment(settings.result_bucket)
