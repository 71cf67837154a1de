"""The training job's entry point: SageMaker's contract around the pipeline.

``python -m training.job`` reads ``/opt/ml`` (or ``SAGEMAKER_BASE_DIR``, ``SM_*``, the command line), writes the model
folder, and ends with 0, or with 1 and a failure file whose first line is the reason.
"""

from __future__ import annotations

import os
import sys
import traceback
from argparse import ArgumentParser
from typing import TYPE_CHECKING, NoReturn

from tintype.errors import TintypeError
from training.dataset import Split
from training.environment import JobEnvironment, output_folder, write_failure
from training.errors import HyperparameterError
from training.hyperparameters import Hyperparameters, types
from training.loaders import load
from training.progress import reporter
from training.publishing import check_registry
from training.quiet import native_chatter_dropped
from training.signing import configured_signer
from training.strategy import join, part

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FOLDERS = ("training", "test", "validation", "model_dir", "output_data_dir", "checkpoint_dir")


def main(arguments: Sequence[str] | None = None, environ: Mapping[str, str] = os.environ) -> int:
    """Run the job and return its exit code: 0, or 1 after a failure file has been written."""
    try:
        run(sys.argv[1:] if arguments is None else arguments, environ)
    except TintypeError as error:
        return _fail(environ, str(error), error.detail)
    except Exception as error:  # noqa: BLE001 -- whatever it is, SageMaker's user has to read it in the failure file
        return _fail(environ, f"{type(error).__name__}: {error}", traceback.format_exc())
    return 0


def run(arguments: Sequence[str], environ: Mapping[str, str]) -> None:
    """Run the job; what goes wrong is raised.

    Args:
        arguments: ``--name value`` pairs: hyperparameters and the folders of :data:`FOLDERS`.
        environ: the process's variables.

    Raises:
        TintypeError: with a message that says what was expected, what was received, and how to mend it.
    """
    environment = JobEnvironment.read(environ, parse(arguments))
    settings = Hyperparameters.from_strings({**_defaults(environ), **environment.hyperparameters})
    if settings.registry and environment.cluster.is_chief:
        check_registry(settings.registry, settings.name)
        configured_signer(settings.signing_key)
    with reporter(environ) as report, native_chatter_dropped():
        strategy = join(environment.cluster)
        split = _load(environment, settings)
        report.stage(f"Data: {split.summary}")
        report.stage("Loading TensorFlow")
        from training import pipeline  # noqa: PLC0415 -- takes seconds, and what fails before it fails at once

        pipeline.run(environment, settings, split, report, strategy)
        part(strategy)


def _defaults(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the hyperparameters that have variables of their own, as the other commands do."""
    variables = {"registry": "TINTYPE_MODEL_BUCKET", "signing_key": "TINTYPE_SIGNING_KEY"}
    return {name: environ.get(variable, "") for name, variable in variables.items()}


def _load(environment: JobEnvironment, settings: Hyperparameters) -> Split:
    names = tuple(filter(None, settings.class_names.split(",")))
    split = load(environment.training, settings.preprocessing, environment.test, environment.validation, names)
    train = split.train.some(settings.train_images, settings.seed)
    test = split.test.some(settings.test_images, settings.seed)
    split = Split(train, test, split.validation).hold_out(settings.validation_share, settings.seed)
    if settings.patience and split.validation is None:
        raise HyperparameterError(
            "validation images for patience",
            "neither a validation channel nor validation_share",
            "Add the channel, or hold out a share of the training images: --validation-share 0.1.",
        )
    return split


def parse(arguments: Sequence[str]) -> dict[str, str]:
    """Return what the command line sets, by name with underscores.

    Raises:
        HyperparameterError: an unknown option, or one without a value.
    """
    parser = _Parser(prog="python -m training.job", description=__doc__, allow_abbrev=False)
    for name in (*FOLDERS, *types()):
        parser.add_argument(*sorted({f"--{name}", f"--{name.replace('_', '-')}"}), dest=name)
    return {name: value for name, value in vars(parser.parse_args(arguments)).items() if value is not None}


class _Parser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Raise, where argparse would end the process without a failure file."""
        raise HyperparameterError("options of the form --epochs 3", message, "See docs/training.md for the list.")


def _fail(environ: Mapping[str, str], reason: str, details: str) -> int:
    write_failure(output_folder(environ), reason, details)
    print(f"Training failed: {reason}\n{details}".rstrip(), file=sys.stderr)  # noqa: T201 -- a job's log
    return 1


if __name__ == "__main__":
    sys.exit(main())
