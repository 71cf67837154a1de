"""How long files take and how much memory they need, in a process that has nothing but what a container has.

``python -m workbench.importing.conversion.weighing FOLDER``: the folder has ``how.json``, ``image`` (an encoded image)
and files ``<precision>.model``. Prints JSON. Several files take turns, so that a busy machine is slow for all of them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from tintype.images import Preprocessing, decode, to_tensor
from tintype.runtimes import load, warm
from tintype.tensor import Tensor
from workbench.importing.conversion.runtimes import runtime_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tintype.runtimes import Network

_LEAST_ROUNDS, _SECONDS, _MOST_ROUNDS = 10, 2.0, 300


class Weight(NamedTuple):
    """What a file costs.

    Attributes:
        run_ms: to run on one image, the median; one thread.
        answer_ms: to decode the image, bring it to size and run, the median.
        load_ms: to load the file and answer for the first time.
        memory_mb: that the process grew by, in MB of 10^6 bytes.
    """

    run_ms: float
    answer_ms: float
    load_ms: float
    memory_mb: float


def weigh(files: Mapping[str, bytes], how: Preprocessing, image: bytes) -> dict[str, Weight]:
    """Measure files on one image, each by its own name."""
    with TemporaryDirectory(prefix="tintype-weighing-") as name:
        folder = Path(name)
        (folder / "how.json").write_text(json.dumps(how._asdict()), encoding="utf-8")
        (folder / "image").write_bytes(image)
        times = _in_process(folder, files)
        loads = {precision: _in_process(folder, {precision: file})[precision] for precision, file in files.items()}
    return {precision: Weight(*times[precision][:2], *loads[precision][2:]) for precision in files}


def _in_process(folder: Path, files: Mapping[str, bytes]) -> dict[str, list[float]]:
    for old in folder.glob("*.model"):
        old.unlink()
    for precision, file in files.items():
        (folder / f"{precision}.model").write_bytes(file)
    command = [sys.executable, "-m", "workbench.importing.conversion.weighing", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3])
    found: dict[str, list[float]] = json.loads(done.stdout)
    return found


class _Loaded:
    def __init__(self, path: Path, how: Preprocessing, image: bytes) -> None:
        file = bytearray(path.read_bytes())
        self._how, self._image = how, image
        before, started = resident(), perf_counter()
        self._network: Network = load(runtime_of(path.stem), file)
        self.answers = [self.ask()]
        self.load_ms, self.memory_mb = (perf_counter() - started) * 1000, (resident() - before + len(file)) / 1e6
        self.answers.clear()

    def ask(self) -> tuple[float, float]:
        """Return the milliseconds for the whole answer, and for running alone."""
        started = perf_counter()
        data = to_tensor(decode(self._image, at_least=(self._how.width, self._how.height)).image, self._how)
        [spec] = self._network.inputs
        prepared = perf_counter()
        self._network.run({spec.name: Tensor(*spec, data=data)})
        ended = perf_counter()
        return (ended - started) * 1000, (ended - prepared) * 1000


def resident() -> int:
    """Return the process's resident memory in bytes."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def main(folder: Path) -> dict[str, list[float]]:
    """Return ``[run_ms, answer_ms, load_ms, memory_mb]`` of each file in the folder."""
    document = json.loads((folder / "how.json").read_bytes())
    how = Preprocessing(**document | {name: tuple(document[name]) for name in ("scale", "offset")})
    image = (folder / "image").read_bytes()
    to_tensor(decode(image).image, how)
    paths = sorted(folder.glob("*.model"))
    for path in paths:
        warm(runtime_of(path.stem))
    files = {path.stem: _Loaded(path, how, image) for path in paths}
    started = perf_counter()
    for rounds in range(_MOST_ROUNDS):
        if rounds >= _LEAST_ROUNDS and perf_counter() - started > _SECONDS:
            break
        for loaded in files.values():
            loaded.answers.append(loaded.ask())
    return {name: _figures(loaded) for name, loaded in files.items()}


def _figures(loaded: _Loaded) -> list[float]:
    answers, runs = zip(*loaded.answers, strict=True)
    return [median(runs), median(answers), loaded.load_ms, loaded.memory_mb]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))))
