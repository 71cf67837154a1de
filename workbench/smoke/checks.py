"""The calls that have to work: keys, limits, binary bodies, a change of version and its rollback, an upload."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from tintype.registry import rollback
from tintype.registry.keys import ROOT
from workbench.calling import Answer, Caller
from workbench.doctor.finding import examine, right, wrong
from workbench.smoke.scratch import Scratch, picture, scratch
from workbench.smoke.tensors import tensors
from workbench.smoke.uploads import upload

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.context import Context
    from workbench.doctor.finding import Finding

_AREA = "smoke test"
_OK = 200
_REFUSED = (401, 403)
_TOO_LARGE = 413
_LIMIT = 10 * 1024 * 1024  # API Gateway's, of a body
_EVENT = 5_000_000  # bytes, whose base64 exceeds the 6 MB of Lambda's event
_IN_A_ROW = 10  # answers; several containers learn of a release at different times
_PAUSE = 0.2
_SECONDS = 60.0
_FIRST, _SECOND = "first", "second"


def smoke(context: Context, seconds: float = _SECONDS) -> Iterator[Finding]:
    """Yield what the smoke test finds; its model, upload and result are removed whatever happens.

    Args:
        context: the deployment.
        seconds: how long a change may take to arrive, and an upload to be answered.
    """
    caller = Caller(context)
    yield from examine([partial(keys, caller), partial(limits, caller)])
    with scratch(context) as model:
        yield from examine([partial(versions, caller, model, seconds)])
        if context.buckets.uploads:
            yield from examine([partial(upload, context, model.name, _FIRST, seconds)])
    yield _cleaned(model)


def keys(caller: Caller) -> Iterator[Finding]:
    """Call without a key, with a wrong one, and with the right one."""
    for name, key in (("a call without a key", ""), ("a call with a wrong key", "wrong" * 8)):
        answer = caller.call("GET", "/v1/models", headers={"x-api-key": key})
        yield _expect(name, answer, _REFUSED, "The API is open to anybody: deploy it by `tintype deploy`.")
    if caller.shows_more:
        answer = caller.call("GET", "/v1/models", headers={"Authorization": ""})
        mend = "The key alone is enough: deploy it with the parameter Authorization."
        yield _expect("a call with nothing but the key", answer, _REFUSED, mend)
    answer = caller.call("GET", "/v1/models")
    yield _expect("a call with the key", answer, (_OK,), "See docs/authorization.md.")


def limits(caller: Caller) -> Iterator[Finding]:
    """Send more than a call may bring, and more than Lambda takes of what API Gateway lets pass."""
    headers = {"Content-Type": "application/octet-stream"}
    for what, size in (("a body that is too large", _LIMIT + 1), ("a body that is too large for Lambda", _EVENT)):
        answer = caller.call("POST", "/v1/models/nobody:predict", bytes(size), headers)
        yield _expect(what, answer, (_TOO_LARGE,), "See docs/limits.md.")


def versions(caller: Caller, model: Scratch, seconds: float) -> Iterator[Finding]:
    """Publish and release a version, then another one, then go back; each has to arrive, and no call may fail."""
    first = model.publish(_FIRST)
    model.release(first)
    answer = caller.predict(model.name, picture())
    yield _expect("an image's raw bytes", answer, (_OK,), "See `tintype logs --function http`.")
    yield from tensors(caller, model.name)
    model.release(model.publish(_SECOND))
    yield _arrives(caller, model, "a new version", _SECOND, seconds)
    rollback(model.bucket, model.name, who="tintype doctor", why="a smoke test")
    yield _arrives(caller, model, "a rollback", _FIRST, seconds)


def _arrives(caller: Caller, model: Scratch, what: str, label: str, seconds: float) -> Finding:
    began, row, calls = time.monotonic(), 0, 0
    since = began
    while row < _IN_A_ROW:
        answer = caller.call("POST", f"/v1/models/{model.name}:predict", picture(), {"Content-Type": "image/png"})
        calls += 1
        if answer.status != _OK:
            return wrong(_AREA, what, f"call {calls} failed: {answer.status}: {answer.error}", "See `tintype logs`.")
        since = since if row else time.monotonic()
        row = row + 1 if (answer.document() or {}).get("label") == label else 0
        if time.monotonic() - began > seconds:
            return wrong(_AREA, what, f"not live after {seconds:.0f} s", "See RefreshSeconds, and `tintype logs`.")
        time.sleep(_PAUSE)
    return right(_AREA, what, f"live after {since - began:.1f} s, none of {calls} calls failed")


def _cleaned(model: Scratch) -> Finding:
    what, prefix = "cleaning up", f"{ROOT}{model.name}/"
    if left := list(model.bucket.list(prefix)):
        return wrong(_AREA, what, f"{len(left)} objects are left", f"Delete {prefix} from the registry's bucket.")
    return right(_AREA, what, f"nothing of {model.name} is left")


def _expect(what: str, answer: Answer, statuses: tuple[int, ...], mend: str) -> Finding:
    said = f"{answer.status} after {answer.milliseconds:.0f} ms"
    if answer.status in statuses:
        return right(_AREA, what, said)
    return wrong(_AREA, what, f"{said} instead of {' or '.join(map(str, statuses))}: {answer.error}", mend)
