"""What came out of an import, as one document: the table, the card and `--json` are made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tintype.statistics import wilson
from workbench.importing.conversion.choosing import POLICY

if TYPE_CHECKING:
    from workbench.importing.conversion.candidate import Candidate
    from workbench.importing.conversion.choosing import Choice
    from workbench.importing.conversion.measuring import Comparison
    from workbench.importing.conversion.weighing import Weight
    from workbench.importing.options import Options
    from workbench.importing.preprocessing.settling import Settled
    from workbench.importing.provenance import Provenance
    from workbench.importing.sources.original import Original

_DIGITS = 4


class Outcome(NamedTuple):
    """What converting and measuring gave, by precision.

    Attributes:
        candidates: the files.
        weights: their time and memory.
        compared: their answers.
        choice: which is published.
        softmax: whether logits were turned into probabilities.
    """

    candidates: dict[str, Candidate]
    weights: dict[str, Weight]
    compared: Comparison
    choice: Choice
    softmax: bool


def report(
    original: Original, provenance: Provenance, settled: Settled, options: Options, outcome: Outcome
) -> dict[str, Any]:
    """Return the document; times are in milliseconds, memory in MB of 10^6 bytes, sizes in bytes, shares 0 to 1."""
    candidates, choice = outcome.candidates, outcome.choice
    return {
        "name": options.name,
        "task": options.task,
        "source": {"kind": original.kind, **provenance.document()},
        "preprocessing": settled.how._asdict() | {"found_by": settled.why},
        "classes": original.classes,
        "softmax_added": outcome.softmax,
        "measured_on": _measured_on(outcome.compared),
        "policy": POLICY.format(tolerance=options.tolerance),
        "chosen": choice.chosen,
        "precisions": [
            _precision(name, len(candidate.file), outcome) | {"decision": choice.reasons[name]}
            for name, candidate in candidates.items()
        ],
        "not_made": {name: reason for name, reason in choice.reasons.items() if name not in candidates},
    }


def _measured_on(compared: Comparison) -> dict[str, Any]:
    labelled = compared.original is not None
    document: dict[str, Any] = {"images": compared.images, "measure": "accuracy" if labelled else "agreement"}
    if compared.original is not None:
        document["accuracy_of_original"] = round(compared.original / compared.images, _DIGITS)
    return document


def _precision(name: str, size: int, outcome: Outcome) -> dict[str, Any]:
    compared, weight = outcome.compared, outcome.weights[name]
    found = compared.candidates[name]
    return {
        "precision": name,
        "size": size,
        "share": round(found.right / compared.images, _DIGITS),
        "interval": [round(end, _DIGITS) for end in wilson(found.right, compared.images)],
        "largest_difference": float(f"{found.difference:.3g}"),
        **{key: round(value, 3) for key, value in weight._asdict().items()},
    }


def metrics(document: dict[str, Any]) -> dict[str, Any]:
    """Return the manifest's metrics: what was measured of the file that is published."""
    [chosen] = (item for item in document["precisions"] if item["precision"] == document["chosen"])
    measured = document["measured_on"]
    return {
        measured["measure"]: chosen["share"],
        "test_images": measured["images"],
        **{name: chosen[name] for name in ("largest_difference", "run_ms", "answer_ms", "load_ms", "memory_mb")},
    }
