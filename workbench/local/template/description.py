"""What a template describes, in the words of the local stack: plain frozen records."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ANY = "ANY"


@dataclass(frozen=True)
class Layer:
    """A Lambda layer. `content` is the folder that its template entry names."""

    logical_id: str
    content: Path


@dataclass(frozen=True)
class Function:
    """A Lambda function; memory in MB, timeout in seconds, `code` the folder its `CodeUri` names.

    That of a container image has no such folder: `code` is the template's, `handler` the image's command.
    """

    logical_id: str
    name: str
    handler: str
    code: Path
    memory: int
    timeout: int
    environment: Mapping[str, str]
    layers: tuple[Layer, ...]
    image: bool = False
    architecture: str = "x86_64"
    log_format: str = "Text"
    log_level: str | None = None


@dataclass(frozen=True)
class Authorizer:
    """What a route's caller has to show beside the key.

    Args:
        kind: API Gateway's authtype, `awsSigv4` or `cognito_user_pools`.
        user_pools: the ARNs of the pools whose tokens are taken.
    """

    kind: str
    user_pools: tuple[str, ...] = ()


@dataclass(frozen=True)
class Route:
    """One method and path; `function` is a logical id, or None where the gateway itself answers."""

    method: str
    path: str
    function: str | None
    key_required: bool
    authorizer: Authorizer | None = None


@dataclass(frozen=True)
class UsagePlan:
    """What one key may do: requests per second, burst, and a quota per period; None is no limit."""

    rate: float | None = None
    burst: int | None = None
    quota: int | None = None
    period: str = "MONTH"


@dataclass(frozen=True)
class ApiKey:
    """A caller's key: its id, and the usage plan that it is in."""

    name: str
    plan: UsagePlan


@dataclass(frozen=True)
class GatewayResponse:
    """How the gateway words one of its own errors."""

    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Api:
    """A REST API: its stage, routes and what the gateway does before and after the function.

    `plan` is the usage plan of keys that the template does not name.
    """

    logical_id: str
    stage: str
    routes: tuple[Route, ...]
    binary_media_types: tuple[str, ...] = ()
    plan: UsagePlan = field(default_factory=UsagePlan)
    keys: tuple[ApiKey, ...] = ()
    responses: Mapping[str, GatewayResponse] = field(default_factory=dict)
    cors_headers: Mapping[str, str] = field(default_factory=dict)
    stage_rate: float | None = None
    stage_burst: int | None = None
    stage_variables: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Bucket:
    """An S3 bucket; `announces` tells whether its events go to EventBridge."""

    logical_id: str
    name: str
    versioned: bool
    announces: bool


@dataclass(frozen=True)
class Queue:
    """An SQS queue; times in seconds, `dead_letter_queue` a queue's name."""

    logical_id: str
    name: str
    visibility_timeout: int
    retention: int
    dead_letter_queue: str | None = None
    max_receive_count: int | None = None


@dataclass(frozen=True)
class Rule:
    """An EventBridge rule that sends what matches `pattern` to queues (their ARNs)."""

    logical_id: str
    name: str
    pattern: Mapping[str, Any]
    targets: tuple[str, ...]


@dataclass(frozen=True)
class EventSourceMapping:
    """A queue that Lambda reads for a function (a logical id)."""

    function: str
    queue: str
    batch_size: int
    partial_failures: bool
    maximum_concurrency: int | None


@dataclass(frozen=True)
class Schedule:
    """A rule of EventBridge that invokes a function (a logical id) every so many seconds; `rule` is its name."""

    function: str
    rule: str
    seconds: float


@dataclass(frozen=True)
class Description:
    """Everything in a template that the local stack runs; mappings go by logical id."""

    stack: str
    account: str
    region: str
    functions: Mapping[str, Function]
    api: Api | None
    buckets: Mapping[str, Bucket]
    queues: Mapping[str, Queue]
    rules: tuple[Rule, ...]
    mappings: tuple[EventSourceMapping, ...]
    schedules: tuple[Schedule, ...] = ()
