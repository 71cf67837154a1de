"""A batch upon the running local stack: the deploy's own definition, its function in real environments."""

import json
from collections.abc import Callable
from typing import Any

from workbench.local.aws.client import client
from workbench.local.emulator import find_emulator
from workbench.local.environment import Environment
from workbench.local.layout import Layout
from workbench.local.pool import Pool
from workbench.local.ready import Ready
from workbench.local.runtime import choose_runtime
from workbench.local.settings import Settings
from workbench.local.states import Machine
from workbench.local.template import read_template
from workbench.local.template.document import load

FUNCTION = "PredictBatchFunction"
STATE_MACHINE = "BatchStateMachine"


def run_batch(
    stack: Ready, settings: Settings, asked: dict[str, Any], progress: Callable[[int, int], None]
) -> dict[str, Any]:
    """Run the state machine of the template and return its summary.

    The environments of its function are this process's own: those of the stack are left to its callers.

    Args:
        stack: the running one, for S3.
        settings: template, home, and how many environments.
        asked: the execution's input.
        progress: is told how many blocks are through, and of how many.

    Raises:
        ExecutionFailedError: the run failed.
    """
    pool = _pool(stack, settings)
    try:
        definition = settings.template.parent / definition_uri(settings)
        given = {"Function": FUNCTION, "Concurrency": json.dumps(settings.environments)}
        machine = Machine(definition.read_text(), given, pool.invoke, client("s3", stack.aws), progress)
        summary: dict[str, Any] = machine.run(asked)
        return summary
    finally:
        pool.close()


def definition_uri(settings: Settings) -> str:
    """Return the state machine's definition, relative to the template."""
    uri: str = load(settings.template)["Resources"][STATE_MACHINE]["Properties"]["DefinitionUri"]
    return uri


def _pool(stack: Ready, settings: Settings) -> Pool:
    description = read_template(settings.template, {**settings.overrides, "Batches": "On"})
    layout = Layout(settings.home)
    runtime = choose_runtime(settings.template.parent)
    function = description.functions[FUNCTION]
    recipe = runtime.recipe(function, description, find_emulator(), stack.aws, layout.logs)
    return Pool([Environment(recipe) for _ in range(settings.environments)])
