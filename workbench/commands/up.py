"""`tintype up`: a model, a running stack, and real images answered both ways."""

import typer
from rich.console import Console
from rich.table import Table

from workbench.local import ready, supervisor
from workbench.local.examples import publish_examples
from workbench.local.layout import Layout
from workbench.local.model import production_version, registry, train_and_publish
from workbench.local.ready import Ready
from workbench.local.runtime import changed_at
from workbench.local.samples import Sample, write_samples
from workbench.local.settings import Settings
from workbench.local.trial import Answer, ask_by_upload, ask_over_http

_MODEL = "digits"
_console = Console()


def up(settings: Settings, *, examples: bool = False) -> None:
    """Bring everything up, quickly where most of it is up already; with the example models if asked to.

    Raises:
        AlreadyRunningError, StartError: the stack cannot start.
        TrainingFailedError: the training run failed.
        TrialError: the stack gave no right answer.
    """
    layout = Layout(settings.home)
    stack = running(settings, layout) or supervisor.start_detached(settings)
    _console.print(f"The local stack runs {stack.code}.", soft_wrap=True)
    if production_version(stack, _MODEL) is None:
        _console.print(f"Nothing is published as [bold]{_MODEL}[/bold] yet: a short training run on MNIST.")
        train_and_publish(stack, _MODEL)
    if examples:
        for published in publish_examples(registry(stack)):
            _console.print(f"Published [bold]{published.name}[/bold], an example of the task {published.task}.")
    samples = write_samples(layout.samples)
    _console.print(_table(stack, ask(stack, samples)))
    _say_what_next(stack, samples[7])


def running(settings: Settings, layout: Layout) -> Ready | None:
    """Return the running stack; one that is older than the template or the code is stopped."""
    found = ready.read(layout)
    project = settings.template.parent
    files = [path for path in (settings.template, project / "samconfig.toml") if path.exists()]
    if found and found.started < max(changed_at(project), *(path.stat().st_mtime for path in files)):
        _console.print("Template or code has changed since the stack was started: it is started again.")
        supervisor.stop_running(layout)
        return None
    return found


def ask(stack: Ready, samples: list[Sample]) -> list[Answer]:
    """Ask about every sample, half of them over HTTP and half by an upload."""
    ways = (ask_over_http, ask_by_upload)
    return [ways[number % 2](stack, sample, _MODEL) for number, sample in enumerate(samples)]


def _table(stack: Ready, answers: list[Answer]) -> Table:
    table = Table(title=f"{_MODEL}, version {production_version(stack, _MODEL)}: test images it never saw in training")
    for name in ("image", "true label", "answer", "score", "way", "ms"):
        table.add_column(name, justify="right" if name in {"score", "ms"} else "left")
    for item in answers:
        style = "green" if item.label == item.sample.label else "red"
        answer = f"[{style}]{item.label}[/{style}]"
        score, duration = f"{item.score:.4f}", f"{item.milliseconds:.0f}"
        table.add_row(item.sample.path.name, item.sample.label, answer, score, item.way, duration)
    return table


def _say_what_next(stack: Ready, sample: Sample) -> None:
    typer.echo("The stack goes on running; `make down` stops it. Try next, in a browser or a shell:\n")
    typer.echo(f"  {stack.api}/  (with the key below)\n")
    typer.echo(
        f"  curl --data-binary @{sample.path} -H 'Content-Type: image/png' -H 'x-api-key: {stack.api_key}' "
        f"{stack.api}/v1/models/{_MODEL}:predict\n"
    )
