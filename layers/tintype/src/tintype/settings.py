"""The deployment's configuration: one typed object, read from the environment once."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from tintype.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping


class Settings(NamedTuple):
    """Each field is the environment variable ``TINTYPE_<FIELD>``; docs/configuration.md describes them all."""

    model_bucket: str
    upload_bucket: str = ""
    result_bucket: str = ""
    preload: tuple[str, ...] = ()
    upload_model: str = ""
    refresh_seconds: float = 10.0
    model_memory_mb: int = 512
    max_pixels: int = 50_000_000
    max_body_bytes: int = 6_291_456
    max_upload_bytes: int = 104_857_600
    upload_tries: int = 5
    dead_letter_queue: str = ""
    shadow_queue: str = ""
    shadow_sample: float = 1.0
    webhook_url: str = ""
    webhook_secret: str = ""
    capture_rate: float = 0.0
    capture_max_bytes: int = 1_048_576
    drift_window: int = 0
    threads: int = 1
    cors_origin: str = "*"
    authorization: str = "ApiKey"
    trusted_keys: tuple[str, ...] = ()

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Read the settings.

        Raises:
            SettingsError: a variable is missing or not of its type.
        """
        values: dict[str, object] = {}
        for field in cls._fields:
            kind = type(cls._field_defaults.get(field, ""))
            variable = f"TINTYPE_{field.upper()}"
            text = environment.get(variable, "")
            if text:
                values[field] = _parse(variable, text, kind)
        if not values.get("model_bucket"):
            raise SettingsError("TINTYPE_MODEL_BUCKET", "the name of the registry's bucket", "nothing")
        return cls(**values)  # type: ignore[arg-type]


def _parse(variable: str, text: str, kind: type) -> object:
    if kind is tuple:
        return tuple(name.strip() for name in text.split(",") if name.strip())
    try:
        value = kind(text)
    except ValueError:
        raise SettingsError(variable, f"a number ({kind.__name__})", repr(text)) from None
    if kind is not str and not value >= 0:  # NaN is not, either
        raise SettingsError(variable, "a number of at least 0", repr(text))
    return value
