"""One call from the queue: the shadow version runs on the same inputs, and what differs is written down."""

from __future__ import annotations

import json
import time
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from tintype.errors import InferenceError, NotFoundError, PreconditionFailedError, RegistryError, RequestError
from tintype.observability import count, logger, milliseconds
from tintype.registry import read_manifest
from tintype.serving.pipeline import predict, run_tensors
from tintype.serving.recording import recorded
from tintype.shadows.comparing import compare
from tintype.shadows.message import LARGE, parse, read
from tintype.tasks import Parameters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tintype.errors import TintypeError
    from tintype.manifest import Manifest
    from tintype.s3 import Bucket
    from tintype.serving import Service
    from tintype.serving.model import Model
    from tintype.serving.recording import Pass, Run
    from tintype.shadows.message import Message


class Worker:
    """For one call at a time.

    Args:
        service: the container's models.
        results: the result bucket.
    """

    def __init__(self, service: Service, results: Bucket) -> None:
        self.service = service
        self.results = results
        self._manifests: dict[tuple[str, int], Manifest] = {}

    def process(self, body: str) -> None:
        """Run a message's shadow and write one document; a second time changes nothing.

        Raises:
            ShadowMessageError: it is no such message.
            TintypeError: what may work later: S3 did not answer.
        """
        document = read(body)
        for field in LARGE:
            if isinstance(document.get(field), dict):
                document[field] = json.loads(self.results.get(document[field]["stored"]).body)
        message = parse(document)
        said = {name: value for name, value in message._asdict().items() if name != "runs"}
        done = {**said, "compared": _moment(), **self._outcome(message)}
        line = json.dumps(done, ensure_ascii=False, separators=(",", ":")) + "\n"
        try:
            self.results.put(record_key(message), line.encode(), content_type="application/json", if_absent=True)
        except PreconditionFailedError:  # the queue gave it out twice
            return
        _measure(done)

    def _outcome(self, message: Message) -> dict[str, Any]:
        """Return ``inputs``, what came of each, and of all together; or the ``error`` that keeps the shadow from it."""
        try:
            served = self.service.model(message.model, message.shadow)
            answered = self._manifest(message.model, message.version)
        except (RegistryError, NotFoundError) as error:
            if error.transient:
                raise
            return {"inputs": [], "error": _told(error)}
        compared = [self._compared(run, answered, served.model) for run in message.runs]
        return {"shadow_digest": f"sha256:{served.model.manifest.digest}", "inputs": compared, **_together(compared)}

    def _manifest(self, name: str, version: int) -> Manifest:
        if (name, version) not in self._manifests:
            self._manifests[name, version] = read_manifest(self.service.bucket, name, version)
        return self._manifests[name, version]

    def _compared(self, run: Run, answered: Manifest, shadow: Model) -> dict[str, Any]:
        said: dict[str, Any] = {"milliseconds": _sum(run.passes)}
        if isinstance(run.input, bytes):
            said["image"] = f"sha256:{sha256(run.input).hexdigest()}"
        try:
            passes = _run(recorded(shadow), run, self.service.settings.max_pixels)
            return {**said, "shadow_milliseconds": _sum(passes), **compare((answered, run.passes), (shadow[0], passes))}
        except (RequestError, InferenceError) as error:
            return {**said, "error": _told(error)}


def record_key(message: Message) -> str:
    """Return where a call's document lies."""
    return f"shadows/{message.model}/{message.shadow}/{message.time[:10]}/{message.id}.json"


def _run(model: Model, run: Run, max_pixels: int) -> Sequence[Pass]:
    if isinstance(run.input, bytes):
        predict(model, run.input, Parameters(), max_pixels)
    else:
        run_tensors(model, dict(run.input))
    return (model.runs or [])[0].passes


def _together(compared: list[dict[str, Any]]) -> dict[str, Any]:
    same = [each["same_label"] for each in compared if "same_label" in each]
    differences = [each["difference"] for each in compared if each.get("difference") is not None]
    return {
        **({"same_label": all(same)} if same else {}),
        **({"difference": max(differences)} if differences else {}),
        "failed": sum("error" in each for each in compared),
    }


def _measure(done: dict[str, Any]) -> None:
    inputs = done["inputs"]
    count("ShadowCalls")
    count("ShadowLabelFlips", sum(not each.get("same_label", True) for each in inputs))
    count("ShadowErrors", done.get("failed", 1))
    milliseconds("ShadowDuration", sum(each.get("shadow_milliseconds", 0.0) for each in inputs) / 1000)
    logger.info("shadow", **{name: value for name, value in done.items() if name != "inputs"})


def _sum(passes: Sequence[Pass]) -> float:
    return round(sum(each.seconds for each in passes) * 1000, 3)


def _told(error: TintypeError) -> dict[str, str]:
    return {"type": type(error).__name__, "message": str(error)}


def _moment() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
