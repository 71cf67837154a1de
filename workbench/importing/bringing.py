"""The whole of an import but its publishing: convert, compare, weigh, choose, describe."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from tintype.registry import ManifestDraft
from tintype.registry.keys import check_name
from workbench.importing.card import card
from workbench.importing.conversion.candidate import Measured
from workbench.importing.conversion.choosing import choose
from workbench.importing.conversion.making import make
from workbench.importing.conversion.measuring import compare, needs_softmax, to_array
from workbench.importing.conversion.weighing import weigh
from workbench.importing.errors import UnknownError
from workbench.importing.golden import golden, shrink
from workbench.importing.labels import settle_labels
from workbench.importing.lineage import lineage
from workbench.importing.options import PRECISIONS, TENSORFLOW
from workbench.importing.page import page
from workbench.importing.photographs import calibrating, measuring
from workbench.importing.preprocessing.settling import settle
from workbench.importing.preprocessing.trying import doubt
from workbench.importing.report import Outcome, metrics, report
from workbench.printing import progress, say

if TYPE_CHECKING:
    from workbench.gate.examples import Example
    from workbench.importing.conversion.making import Made
    from workbench.importing.conversion.measuring import Comparison
    from workbench.importing.options import Options
    from workbench.importing.preprocessing.settling import Settled
    from workbench.importing.provenance import Provenance
    from workbench.importing.sources.original import Original

_TASK = "classification"
_LOOKED_AT = 8  # images whose scores say whether they are logits


class Brought(NamedTuple):
    """A version that is ready to be published.

    Attributes:
        draft: its manifest without a number.
        files: bytes by role, see ``workbench.importing.folder.FILES``.
        report: what was measured and decided.
    """

    draft: ManifestDraft
    files: dict[str, bytes]
    report: dict[str, Any]


class _Plan(NamedTuple):
    original: Original
    provenance: Provenance
    options: Options
    labels: tuple[str, ...]
    settled: Settled
    examples: list[Example]


def bring(original: Original, provenance: Provenance, options: Options) -> Brought:
    """Convert a model to every precision, and describe the file that is best.

    Args:
        original: what was brought along.
        provenance: where it comes from.
        options: what its owner says.

    Raises:
        ModelImportError: it cannot be served as it should be; see ``workbench.importing.errors``.
        GateError: ``--data`` is no set of labelled images.
        ImageError: one of the images is none.
        PublishError: the name is none.
    """
    check_name(options.name)
    if options.task != _TASK:
        raise UnknownError(f"--task {_TASK}", repr(options.task), "Other tasks' models are published by their own job.")
    labels, examples = settle_labels(original, options), measuring(options)
    settled = settle(original, options, examples, labels)
    plan = _Plan(original, provenance, options, labels, settled, examples)
    softmax = _softmax(plan)
    arrays = [to_array(example.image, settled.how) for example in calibrating(options)]
    made = make(original, _precisions(options), arrays, softmax=softmax, tell=say)
    try:
        return _describe(plan, _measure(plan, made, softmax=softmax))
    finally:
        for candidate in made.candidates:
            candidate.close()


def _precisions(options: Options) -> list[str]:
    """Return float32, which all others are held against, and what is wanted; or TensorFlow alone."""
    wanted = options.precision
    if wanted == TENSORFLOW:
        return [TENSORFLOW]
    if wanted and wanted not in PRECISIONS:
        known = ", ".join((*PRECISIONS, TENSORFLOW))
        raise UnknownError(f"--precision to be one of {known}", repr(wanted), "Choose one of them.")
    return [name for name in PRECISIONS if not wanted or name in {PRECISIONS[0], wanted}]


def _softmax(plan: _Plan) -> bool:
    if plan.options.logits is not None:
        return plan.options.logits
    some = plan.examples[:: max(1, len(plan.examples) // _LOOKED_AT)]
    return needs_softmax(plan.original, some, plan.settled.how)


def _measure(plan: _Plan, made: Made, *, softmax: bool) -> Outcome:
    how, options = plan.settled.how, plan.options
    with progress("comparing with the original", len(plan.examples)) as step:
        compared = compare(plan.original, made.candidates, plan.examples, how, plan.labels, softmax=softmax, step=step)
    _warn(plan, compared)
    say("Measuring time and memory")
    files = {candidate.precision: candidate.file for candidate in made.candidates}
    weights = weigh(files, how, plan.examples[0].image)
    measured = [
        Measured(name, len(file), compared.candidates[name].right / compared.images, weights[name])
        for name, file in files.items()
    ]
    choice = choose(measured, compared.images, options.tolerance, options.precision, made.failed)
    candidates = {candidate.precision: candidate for candidate in made.candidates}
    return Outcome(candidates, weights, compared, choice, softmax)


def _warn(plan: _Plan, compared: Comparison) -> None:
    said = plan.options.scale or plan.options.offset
    if said or compared.original is None:
        return
    warning = doubt(plan.original, plan.settled, plan.examples, plan.labels, compared.original / compared.images)
    if warning:
        say(f"Warning: {warning}")


def _describe(plan: _Plan, outcome: Outcome) -> Brought:
    how, chosen = plan.settled.how, outcome.candidates[outcome.choice.chosen]
    document = report(plan.original, plan.provenance, plan.settled, plan.options, outcome)
    sample = shrink(plan.examples[outcome.compared.candidates[chosen.precision].sure].image, how)
    draft = ManifestDraft(
        name=plan.options.name,
        task=plan.options.task,
        runtime=chosen.runtime,
        inputs=(chosen.input,),
        outputs=(chosen.output,),
        preprocessing=how,
        labels=plan.labels,
        golden=golden(chosen, sample, how),
        metrics=metrics(document),
        lineage=lineage(document),
    )
    files = {
        "model": chosen.file,
        "sample": sample,
        "metrics": (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode(),
        "report": page(document, sample).encode(),
        "card": card(document, plan.provenance, plan.labels).encode(),
    }
    return Brought(draft, files, document)
