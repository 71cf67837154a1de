"""Calling a deployment's API as its callers do: with a key, and a token or signature where it asks for one."""

from __future__ import annotations

import json
import os
import time
from typing import TYPE_CHECKING, Any, NamedTuple

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.exceptions import HTTPClientError
from botocore.httpsession import URLLib3Session
from botocore.utils import get_environ_proxies

from workbench.context import LocalContext
from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbench.context import Context

_SECONDS = 35  # API Gateway ends a call after 29
_TRIES = 4
_PASSING = (429, 502, 503, 504)
_LONGEST_PAUSE = 5.0
_GOOD = 400
_ELSEWHERE = 303


class UnreachableError(WorkbenchError):
    """The API does not answer at all."""


class Answer(NamedTuple):
    """An HTTP answer; header names are in lower case, and ``milliseconds`` is how long the caller waited for it."""

    status: int
    headers: dict[str, str]
    body: bytes
    milliseconds: float

    def document(self) -> Any:  # noqa: ANN401 -- JSON is any of its types
        """Return the body as JSON; None where it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    @property
    def error(self) -> str:
        """What the API says went wrong; empty where nothing did."""
        if self.status < _GOOD:
            return ""
        document = self.document()
        said = document.get("error") or document.get("message") if isinstance(document, dict) else None
        return str(said or self.body[:200].decode(errors="replace") or f"status {self.status}")


class Caller:
    """Calls the API of a deployment, from several threads if need be.

    Attributes:
        shows_more: whether a token or a signature goes with each call, beside the key.

    Args:
        context: the deployment.
        token: of a user pool's user, where the deployment asks for one (``TINTYPE_TOKEN`` by default).
        threads: how many connections are kept.
    """

    def __init__(self, context: Context, token: str = "", threads: int = 1) -> None:
        self._url = context.api_url
        self._headers = {"x-api-key": context.api_key()}
        if found := token or os.environ.get("TINTYPE_TOKEN") or _local_token(context):
            self._headers["Authorization"] = f"Bearer {found}"
        self._signer = _signer(context)
        self.shows_more = bool(self._signer) or "Authorization" in self._headers
        verify: Any = os.environ.get("AWS_CA_BUNDLE") or True  # its types know no path
        self._http = URLLib3Session(verify, get_environ_proxies(self._url), _SECONDS, max_pool_connections=threads)

    def call(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None, tries: int = 1
    ) -> Answer:
        """Make a call.

        Args:
            method: HTTP's.
            path: after the stage, with its query, such as ``/v1/models``.
            body: of the call.
            headers: beside the key; an empty ``x-api-key`` or ``Authorization`` leaves that out.
            tries: how often, where the API says that it may work later.

        Raises:
            UnreachableError: nothing answers there.
        """
        for attempt in range(1, tries + 1):
            answer = self._once(method, path, body, headers or {})
            if answer.status not in _PASSING or attempt == tries:
                return answer
            time.sleep(min(float(answer.headers.get("retry-after", attempt)), _LONGEST_PAUSE))
        raise AssertionError

    def predict(self, model: str, image: bytes, top: int = 5, accept: str = "", quality: int | None = None) -> Answer:
        """Ask about an image file; what may work later is tried again, and what is too large for a call is fetched.

        Args:
            model: the model's part of the address, such as ``digits`` or ``digits/versions/3``.
            image: the file's bytes.
            top: how many candidates.
            accept: the media type that is wanted; empty for the usual one.
            quality: of a file that the model makes.

        Raises:
            UnreachableError: nothing answers there.
        """
        headers = {"Content-Type": "application/octet-stream", "Accept": accept}
        query = f"top={top}" if quality is None else f"top={top}&quality={quality}"
        answer = self.call("POST", f"/v1/models/{model}:predict?{query}", image, headers, _TRIES)
        if answer.status != _ELSEWHERE:
            return answer
        found = self._sent(AWSRequest("GET", answer.headers["location"]))
        kind = {"content-type": found.headers.get("content-type", "")}
        return found._replace(headers=answer.headers | kind, milliseconds=answer.milliseconds + found.milliseconds)

    def _once(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        sent = {name: value for name, value in {**self._headers, **headers}.items() if value}
        request = AWSRequest(method, self._url + path, sent, body)
        if self._signer and headers.get("Authorization") != "":
            self._signer.add_auth(request)
        return self._sent(request)

    def _sent(self, request: AWSRequest) -> Answer:
        began = time.perf_counter()
        try:
            answer = self._http.send(request.prepare())
        except HTTPClientError as error:
            mend = "Check the network, and `tintype doctor`."
            raise UnreachableError(f"an answer from {self._url}", str(error), mend) from error
        milliseconds = (time.perf_counter() - began) * 1000
        found = {name.lower(): value for name, value in answer.headers.items()}
        return Answer(answer.status_code, found, answer.content, milliseconds)


def _local_token(context: Context) -> str:
    if not isinstance(context, LocalContext) or not context.stack.user_pool:
        return ""
    from workbench.local.identities import id_token  # noqa: PLC0415  # only for stacks with a user pool
    from workbench.local.layout import Layout  # noqa: PLC0415

    return id_token(Layout(context.home), context.stack.user_pool, "somebody")


def _signer(context: Context) -> SigV4Auth | None:
    credentials = context.session.get_credentials() if context.signs else None
    return SigV4Auth(credentials, "execute-api", context.region) if credentials else None
