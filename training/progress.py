"""How a job says how far it is: a bar for a person, plain lines for a log.

The lines have ``name=value`` pairs, which SageMaker's metric definitions find (``training.metrics``).
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from training import metrics

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType
    from typing import Self


class Reporter(Protocol):
    """Is told what the job does, as a context manager around it."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def stage(self, text: str) -> None:
        """Something begins that takes more than a moment."""

    def fit(self, epochs: int, steps: int, done: int = 0) -> None:
        """Training begins: so many epochs of so many steps, of which some are done already."""

    def step(self, epoch: int, loss: float, accuracy: float) -> None:
        """One step of the epoch (counted from 1) is done; loss and accuracy are the epoch's so far."""

    def epoch(self, epoch: int, figures: Mapping[str, float]) -> None:
        """The epoch is done: its loss and accuracy, and what else was measured, by name."""

    def metrics(self, values: Mapping[str, float]) -> None:
        """What was measured at the end."""


def reporter(environ: Mapping[str, str] = os.environ) -> Reporter:
    """Return the bar when standard output is a terminal and the job does not run on SageMaker, else lines."""
    console = Console()
    on_sagemaker = any(name in environ for name in ("TRAINING_JOB_NAME", "SM_HOSTS"))
    return Bar(console) if console.is_terminal and not on_sagemaker else Lines()


class Lines:
    """One flushed line for each stage and each epoch."""

    def __init__(self) -> None:
        self._epochs, self._before, self._started = 0, 0, time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    def stage(self, text: str) -> None:
        """Print what begins."""
        _line(text)

    def fit(self, epochs: int, steps: int, done: int = 0) -> None:
        """Print how much there is to do."""
        self._epochs, self._before, self._started = epochs, done // steps, time.monotonic()
        _line(f"Training: {epochs} epochs of {steps} steps")

    def step(self, epoch: int, loss: float, accuracy: float) -> None:
        """Say nothing: a log wants one line an epoch."""

    def epoch(self, epoch: int, figures: Mapping[str, float]) -> None:
        """Print the epoch's figures and the time still needed."""
        seconds = (time.monotonic() - self._started) / (epoch - self._before)
        left = seconds * (self._epochs - epoch)
        shown = " ".join(f"{metrics.printed(name)}={value:.6g}" for name, value in figures.items())
        _line(f"epoch={epoch}/{self._epochs} {shown} seconds={seconds:.1f} eta_seconds={left:.0f}")

    def metrics(self, values: Mapping[str, float]) -> None:
        """Print the figures in one line."""
        _line(" ".join(f"{name}={value:.6g}" for name, value in values.items()))


class Bar:
    """A bar over all epochs, with loss, accuracy and the time that is left."""

    def __init__(self, console: Console) -> None:
        columns = (
            SpinnerColumn(finished_text="[green]✓"),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[figures]}"),
            TimeRemainingColumn(),
        )
        self._progress = Progress(*columns, console=console)
        self._task, self._epochs = self._progress.add_task("", total=None, figures="", visible=False), 0

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def stage(self, text: str) -> None:
        """Print what begins above the bar."""
        self._progress.console.print(f"[dim]{text}[/dim]", highlight=False)

    def fit(self, epochs: int, steps: int, done: int = 0) -> None:
        """Show the bar."""
        self._epochs = epochs
        self._progress.reset(self._task, total=epochs * steps, completed=done, visible=True, description="epoch 1")

    def step(self, epoch: int, loss: float, accuracy: float) -> None:
        """Move it by one step."""
        figures = f"loss {loss:.4f} accuracy {accuracy:.4f}"
        self._progress.update(self._task, advance=1, description=f"epoch {epoch}/{self._epochs}", figures=figures)

    def epoch(self, epoch: int, figures: Mapping[str, float]) -> None:
        """Leave the epoch's figures above the bar."""
        shown = ", ".join(f"{name.replace('_', ' ')} {value:.4g}" for name, value in figures.items())
        self._progress.console.print(f"  epoch {epoch}/{self._epochs}: {shown}", highlight=False)

    def metrics(self, values: Mapping[str, float]) -> None:
        """Print the figures, one a line."""
        for name, value in values.items():
            self._progress.console.print(f"  {name.replace('_', ' ')}: [bold]{value:.4f}[/bold]", highlight=False)


def _line(text: str) -> None:
    print(text, flush=True)  # noqa: T201 -- standard output is where SageMaker reads metrics
