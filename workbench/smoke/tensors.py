"""Bytes that are no text, in a call and in its answer: the Open Inference Protocol's binary tensors.

https://github.com/triton-inference-server/server/blob/main/docs/protocol/extension_binary_data.md
"""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING

from workbench.doctor.finding import right, wrong
from workbench.smoke.scratch import SIDE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.calling import Answer, Caller
    from workbench.doctor.finding import Finding

_AREA, _WHAT = "smoke test", "bytes in a call and its answer"
_LENGTH = "Inference-Header-Content-Length"
_SCORES = (1.0, 0.0, 0.0, 0.0)
_OK = 200


def tensors(caller: Caller, model: str) -> Iterator[Finding]:
    """Send the picture as a tensor in bytes, and want the scores in bytes.

    Args:
        caller: of the deployment.
        model: the smoke test's.
    """
    half = SIDE // 2
    rows = [1.0] * half + [0.0] * half, [0.0] * SIDE
    pixels = [value for row in range(SIDE) for value in rows[row >= half]]
    data = struct.pack(f"<{SIDE * SIDE}f", *pixels)
    given = {"name": "image", "shape": [1, SIDE, SIDE, 1], "datatype": "FP32"}
    asked = {
        "inputs": [{**given, "parameters": {"binary_data_size": len(data)}}],
        "outputs": [{"name": "scores", "parameters": {"binary_data": True}}],
    }
    head = json.dumps(asked).encode()
    headers = {"Content-Type": "application/octet-stream", _LENGTH: str(len(head))}
    answer = caller.call("POST", f"/v2/models/{model}/infer", head + data, headers)
    if _scores(answer) == _SCORES:
        yield right(_AREA, _WHAT, f"as they were sent, after {answer.milliseconds:.0f} ms")
    else:
        said = answer.error or f"{len(answer.body)} bytes that are no scores"
        yield wrong(_AREA, _WHAT, f"{answer.status}: {said}", "Its BinaryMediaTypes have to be */*: deploy again.")


def _scores(answer: Answer) -> tuple[float, ...]:
    """Return the four numbers behind the answer's JSON; none where the answer is something else."""
    length = answer.headers.get(_LENGTH.lower(), "")
    found = answer.body[int(length) :] if answer.status == _OK and length.isdecimal() else b""
    return struct.unpack("<4f", found) if len(found) == struct.calcsize("<4f") else ()
