"""Run by the deployed Python upon the deployed build: `python timed.py ASKED ROUNDS TIMES`.

In each round the same images go through a bare loop of decoding and running, through the batch function as one block,
and one by one through both functions; it writes what each took, in milliseconds of wall-clock and of processor time.
"""

from __future__ import annotations

import json
import sys
from base64 import b64decode
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

from functions.predict_batch.app import SERVICE
from functions.predict_batch.app import handler as batch
from functions.predict_http.app import handler as call
from tintype.serving.pipeline import run_image

if TYPE_CHECKING:
    from collections.abc import Callable

_UNCOUNTED = 2  # first rounds, which import and compile


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return how many milliseconds something takes: on the clock, and of all threads' processor time."""
    started, used = perf_counter(), process_time()
    work()
    return (perf_counter() - started) * 1000, (process_time() - used) * 1000


class Ways:
    """Each method answers all images.

    Args:
        asked: ``items`` (as S3 lists them), ``calls`` (API Gateway's events), ``model``, ``bucket``, ``out`` (another).
    """

    def __init__(self, asked: dict[str, Any]) -> None:
        self._asked = asked
        self._images = [b64decode(event["body"]) for event in asked["calls"]]
        self._number = 0

    def bare(self) -> None:
        """Decode and run, with every image in memory; nothing is made of the outputs."""
        model = SERVICE.model(self._asked["model"]).model
        for image in self._images:
            run_image(model, image, SERVICE.settings.max_pixels)

    def block(self) -> None:
        """One block, whose images are read and whose lines are written; never one that was answered before."""
        self._blocks([self._asked["items"]])

    def blocks_of_one(self) -> None:
        """A block for each of the first images; they wait for S3 one after the other."""
        self._blocks([[item] for item in self._asked["items"][: self._asked["ones"]]])

    def calls(self) -> None:
        """A call for each image, which is in its event."""
        for event in self._asked["calls"]:
            if call(event, None)["statusCode"] != 200:  # noqa: PLR2004 -- OK
                sys.exit("expected each call to be answered 200")

    def _blocks(self, blocks: list[list[dict[str, Any]]]) -> None:
        self._number += 1
        output = {"bucket": self._asked["out"], "prefix": f"out/{self._number}/"}
        said = {"bucket": self._asked["bucket"], "asked": {"model": self._asked["model"]}, "output": output}
        for items in blocks:
            answer = batch({"Items": items, "BatchInput": said}, None)
            if answer["done"] != answer["read"] or answer["read"] != len(items):
                sys.exit(f"expected every image to be read and answered, received {answer}")


def main() -> None:
    """Measure, and write ``{way: [[wall-clock, processor], ...]}``."""
    asked, rounds, times = sys.argv[1:]
    ways = Ways(json.loads(Path(asked).read_bytes()))
    measured: dict[str, list[tuple[float, float]]] = {way: [] for way in ("bare", "block", "blocks_of_one", "calls")}
    for _ in range(_UNCOUNTED + int(rounds)):
        for way, counted in measured.items():
            counted.append(timed(getattr(ways, way)))
    Path(times).write_text(json.dumps({way: counted[_UNCOUNTED:] for way, counted in measured.items()}))


if __name__ == "__main__":
    main()
