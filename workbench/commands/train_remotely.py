"""`tintype train --on sagemaker`: makes the job, and shows what it does until it ends or Ctrl-C."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from workbench.context.sessions import aws_session
from workbench.sagemaker.following import Job, Outcome
from workbench.sagemaker.submitting import submit

if TYPE_CHECKING:
    from collections.abc import Mapping

    import boto3

    from training.hyperparameters import Hyperparameters
    from workbench.sagemaker.options import Options

INTERRUPTED = 130
"""The exit code of a command that Ctrl-C has ended, as shells have it."""

_EPOCH = re.compile(r"epoch=(\d+)/(\d+)")


def run(
    settings: Hyperparameters,
    options: Options,
    sources: Mapping[str, str],
    region: str | None,
    profile: str | None,
    follow: bool,
) -> dict[str, Any]:
    """Make a training job and, unless told otherwise, follow it to its end; return its name and what it came to.

    Raises:
        ContextError: no credentials or no region.
        SubmissionError: the job cannot be made.
        RemoteJobError: it did not complete.
        typer.Exit: Ctrl-C; the job goes on.
    """
    session = aws_session(region, profile)
    name = submit(session, settings, options, sources, typer.echo)
    return {"job": name} | (follow_to_the_end(session, name)._asdict() if follow else {})


def follow_to_the_end(session: boto3.Session, name: str) -> Outcome:
    """Show a job's status and log until it ends, and return what it came to; Ctrl-C leaves it running.

    Raises:
        RemoteJobError: it did not complete.
        typer.Exit: Ctrl-C.
    """
    job = Job(session.client("sagemaker"), session.client("logs"), name)
    try:
        with _Screen(name) as screen:
            outcome = job.follow(screen.status, screen.line)
    except KeyboardInterrupt:
        typer.echo(
            f"\n{name} goes on without this command. Stop it by:\n"
            f"  aws sagemaker stop-training-job --training-job-name {name} --region {session.region_name}",
            err=True,
        )
        raise typer.Exit(INTERRUPTED) from None
    typer.echo(summary(name, outcome))
    return outcome


def summary(name: str, outcome: Outcome) -> str:
    """Say what the job came to and what it costs."""
    figures = ", ".join(f"{metric} {value:.4g}" for metric, value in sorted(outcome.metrics.items()))
    return (
        f"{name} is done: {figures or 'no metrics'}; {outcome.seconds:,} s of training, "
        f"{outcome.billable_seconds:,} s to pay for\nThe model is in {outcome.artifacts}"
    )


class _Screen:
    """A bar over the epochs below the log on a terminal; plain lines elsewhere."""

    def __init__(self, name: str) -> None:
        self._console = Console()
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        self._progress = Progress(*columns, console=self._console, disable=not self._console.is_terminal)
        self._task = self._progress.add_task(name, total=None)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def status(self, text: str) -> None:
        """Show the job's new status."""
        self._progress.update(self._task, description=text)
        self._print(text, style="bold")

    def line(self, text: str) -> None:
        """Show a line of the log, and the bar as far as the line says."""
        if found := _EPOCH.search(text):
            self._progress.update(self._task, completed=int(found[1]), total=int(found[2]))
        self._print(text)

    def _print(self, text: str, **how: Any) -> None:  # noqa: ANN401 -- rich's
        self._console.print(text, markup=False, highlight=False, soft_wrap=True, **how)
