"""AWS_IAM authorization: checks the Signature Version 4 of a request in its Authorization header.

Protocol: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
Signatures in the query are not read.
"""

import datetime as dt
import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPMessage
from urllib.parse import parse_qsl, quote, urlencode

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from workbench.local.gateway import errors
from workbench.local.gateway.errors import RefusedError
from workbench.local.gateway.request import Caller, Request
from workbench.local.template.description import Authorizer
from workbench.local.template.names import LOCAL_ACCOUNT, LOCAL_REGION

SERVICE = "execute-api"
CLOCK_SKEW = dt.timedelta(minutes=5)
_HEADER = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/,\s]+)/(?P<date>\d{8})/(?P<region>[^/,\s]+)/(?P<service>[^/,\s]+)"
    r"/aws4_request,\s*SignedHeaders=(?P<headers>[^,\s]+),\s*Signature=(?P<signature>[0-9a-f]{64})"
)
_NEEDED = {"host", "x-amz-date"}


@dataclass(frozen=True)
class User:
    """An IAM user of the local account with one pair of keys."""

    name: str
    access_key: str
    secret_key: str

    @property
    def caller(self) -> Caller:
        """What an event says of the user."""
        unique = f"AIDA{hashlib.sha256(self.name.encode()).hexdigest()[:17].upper()}"
        arn = f"arn:aws:iam::{LOCAL_ACCOUNT}:user/{self.name}"
        names = {"accessKey": self.access_key, "accountId": LOCAL_ACCOUNT, "userArn": arn}
        return Caller({**names, "caller": unique, "user": unique})


class SignatureGuard:
    """Admits the requests that a user of the local account has signed.

    Args:
        users: whose signatures are taken.
        clock: the time, with its zone.
    """

    def __init__(
        self, users: tuple[User, ...], clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)
    ) -> None:
        self._users = {user.access_key: user for user in users}
        self._clock = clock

    def admit(self, request: Request, _authorizer: Authorizer) -> Caller:
        """Return the user who signed.

        Raises:
            RefusedError: MISSING_AUTHENTICATION_TOKEN without a signature, INVALID_SIGNATURE with a wrong one.
        """
        given = request.header("authorization")
        if given is None:
            raise RefusedError(errors.NO_ROUTE)
        found = _HEADER.fullmatch(given.strip())
        user = self._users.get(found["key"]) if found else None
        if found is None or user is None or not self._in_scope(request, found):
            raise RefusedError(errors.INVALID_SIGNATURE)
        if not hmac.compare_digest(_signature(request, user, found["headers"].split(";")), found["signature"]):
            raise RefusedError(errors.INVALID_SIGNATURE)
        return user.caller

    def _in_scope(self, request: Request, found: re.Match[str]) -> bool:
        stamp = request.header("x-amz-date") or ""
        try:
            signed_at = dt.datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=dt.UTC)
        except ValueError:
            return False
        return (
            (found["region"], found["service"]) == (LOCAL_REGION, SERVICE)
            and stamp.startswith(found["date"])
            and abs(self._clock() - signed_at) <= CLOCK_SKEW
            and set(found["headers"].split(";")) >= _NEEDED
            and _digest(request) == (request.header("x-amz-content-sha256") or _digest(request))
        )


class _Signer(SigV4Auth):
    """Signs exactly the headers that it is given; botocore itself leaves some out."""

    def headers_to_sign(self, request: AWSRequest) -> HTTPMessage:
        return request.headers


def _signature(request: Request, user: User, names: list[str]) -> str:
    headers = {name: value for name in names if (value := request.header(name)) is not None}
    query = urlencode(parse_qsl(request.query, keep_blank_values=True), quote_via=quote, safe="-_.~")
    signed = AWSRequest(request.method, f"http://localhost{request.path}?{query}", headers, request.body)
    signed.context["timestamp"] = headers["x-amz-date"]
    signer = _Signer(Credentials(user.access_key, user.secret_key), SERVICE, LOCAL_REGION)
    return str(signer.signature(signer.string_to_sign(signed, signer.canonical_request(signed)), signed))


def _digest(request: Request) -> str:
    return hashlib.sha256(request.body).hexdigest()
