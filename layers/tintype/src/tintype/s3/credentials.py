"""Where the keys come from: the environment, or the container's credentials endpoint (SnapStart)."""

from __future__ import annotations

import json
import os
import time
from typing import TYPE_CHECKING, NamedTuple

from tintype.errors import StorageUnavailableError
from tintype.s3.connection import Connection

if TYPE_CHECKING:
    from collections.abc import Callable

    Provider = Callable[[], "Credentials"]

_EARLY = 300.0  # seconds before their expiry at which credentials are asked for anew


class Credentials(NamedTuple):
    """An access key; ``expiry`` is in seconds since the epoch."""

    access_key: str
    secret_key: str
    token: str = ""
    expiry: float = float("inf")


def provider() -> Provider:
    """Return a function that gives valid credentials whenever it is called.

    https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
    """
    return _Container().get if "AWS_CONTAINER_CREDENTIALS_FULL_URI" in os.environ else _from_environment


def _from_environment() -> Credentials:
    environment = os.environ
    try:
        keys = (environment["AWS_ACCESS_KEY_ID"], environment["AWS_SECRET_ACCESS_KEY"])
    except KeyError as error:
        raise StorageUnavailableError(
            f"No AWS credentials: expected {error.args[0]} or AWS_CONTAINER_CREDENTIALS_FULL_URI in the environment."
        ) from None
    return Credentials(*keys, environment.get("AWS_SESSION_TOKEN", ""))


class _Container:
    """Keys from the endpoint, kept until shortly before they expire."""

    def __init__(self) -> None:
        self._last: Credentials | None = None

    def get(self) -> Credentials:
        now = time.time()
        if self._last is None or self._last.expiry - _EARLY < now:
            try:
                self._last = self._fetch()
            except StorageUnavailableError:
                if self._last is None or self._last.expiry < now:
                    raise
        return self._last

    def _fetch(self) -> Credentials:
        scheme, _, rest = os.environ["AWS_CONTAINER_CREDENTIALS_FULL_URI"].partition("://")
        address, _, path = rest.partition("/")
        with Connection(address, tls=scheme == "https", timeout=2.0) as connection:
            response = connection.request("GET", f"/{path}", {"Host": address, "Authorization": _authorization()})
        if response.status != 200:  # noqa: PLR2004 -- an HTTP status is a name
            raise StorageUnavailableError(f"The container's credentials endpoint answered {response.status}.")
        return _read(response.body)


def _read(body: bytes | bytearray) -> Credentials:
    try:
        document = json.loads(body)
        keys = (document["AccessKeyId"], document["SecretAccessKey"], document["Token"])
        return Credentials(*keys, _seconds(document["Expiration"]))
    except (KeyError, TypeError, ValueError) as error:
        raise StorageUnavailableError(
            f"Expected keys from the container's credentials endpoint, received something else: {error!r}."
        ) from error


def _authorization() -> str:
    if path := os.environ.get("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"):
        try:
            with open(path, encoding="utf-8") as file:
                return file.read().strip()
        except OSError as error:
            raise StorageUnavailableError(f"No token for the container's credentials endpoint: {error}.") from error
    return os.environ.get("AWS_CONTAINER_AUTHORIZATION_TOKEN", "")


def _seconds(timestamp: str) -> float:
    from calendar import timegm

    return float(timegm(time.strptime(timestamp[:19], "%Y-%m-%dT%H:%M:%S")))
