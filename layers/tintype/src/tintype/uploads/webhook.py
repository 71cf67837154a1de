"""Another service is told of each finished upload, by a signed POST: https://www.standardwebhooks.com.

At least once: the receiver knows a second message by its ``webhook-id``. What it does not take with a 2xx is tried
again like an upload that could not be answered, and ends with it in the dead-letter queue.
"""

from __future__ import annotations

import hmac
import json
import time
from binascii import Error as BinasciiError
from binascii import a2b_base64, b2a_base64
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from tintype.errors import SettingsError, StorageUnavailableError, WebhookError
from tintype.s3.connection import Connection

if TYPE_CHECKING:
    from tintype.settings import Settings

_SECONDS = 5.0
_PREFIX = "whsec_"
_LOCAL = ("127.0.0.1", "localhost")


class Webhook:
    """The receiver that an operator configured.

    Args:
        url: ``https://…``; plain HTTP only to this machine.
        secret: ``whsec_`` and base64.

    Raises:
        SettingsError: one of them is malformed.
    """

    def __init__(self, url: str, secret: str) -> None:
        scheme, _, rest = url.partition("://")
        self._host, slash, path = rest.partition("/")
        self._path = slash + path or "/"
        if not self._host or not (scheme == "https" or (scheme == "http" and self._host.partition(":")[0] in _LOCAL)):
            raise SettingsError("TINTYPE_WEBHOOK_URL", "an address that begins with https://", repr(url))
        self._key = _key(secret)
        self._connection = Connection(self._host, tls=scheme == "https", timeout=_SECONDS)

    def close(self) -> None:
        """Close the connection; the next message opens another."""
        self._connection.close()

    def tell(self, key: str, document: dict[str, Any]) -> None:
        """Send an upload's document; its key gives the message's id.

        Raises:
            WebhookError: the receiver did not take it.
        """
        message_id = f"msg_{sha256(key.encode()).hexdigest()[:32]}"
        body = json.dumps({"type": "upload.answered", "timestamp": document.get("answered"), "data": document}).encode()
        moment = str(int(time.time()))
        headers = {
            "Host": self._host,
            "Content-Type": "application/json",
            "webhook-id": message_id,
            "webhook-timestamp": moment,
            "webhook-signature": signature(self._key, message_id, moment, body),
        }
        try:
            answer = self._connection.request("POST", self._path, headers, body)
        except StorageUnavailableError as error:
            raise WebhookError(str(error)) from error
        if not 200 <= answer.status < 300:  # noqa: PLR2004 -- a redirect is none: the secret is for one address
            raise WebhookError(f"The webhook's receiver answered {answer.status}.")


def configured(settings: Settings) -> Webhook | None:
    """Return the receiver; None where there is none.

    Raises:
        SettingsError: an address or a secret that is none.
    """
    return Webhook(settings.webhook_url, settings.webhook_secret) if settings.webhook_url else None


def signature(key: bytes, message_id: str, moment: str, body: bytes) -> str:
    """Return ``v1,`` and the HMAC-SHA256, in base64, of id, seconds since the epoch and body with dots between."""
    digest = hmac.digest(key, f"{message_id}.{moment}.".encode() + body, "sha256")
    return f"v1,{b2a_base64(digest, newline=False).decode()}"


def _key(secret: str) -> bytes:
    try:
        key = a2b_base64(secret.removeprefix(_PREFIX), strict_mode=True)
    except (BinasciiError, ValueError):
        key = b""
    if not secret.startswith(_PREFIX) or len(key) < 24:  # noqa: PLR2004 -- the specification's least
        raise SettingsError("TINTYPE_WEBHOOK_SECRET", f"{_PREFIX} and base64 of at least 24 bytes", "something else")
    return key
