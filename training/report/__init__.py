"""A training job's report: one HTML file that asks nobody for anything, stored with the version."""

from __future__ import annotations

from html import escape
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Any, NamedTuple

from training.report import charts, pictures, tables

if TYPE_CHECKING:
    from training.dataset import Dataset
    from training.evaluation import Answers, Evaluation


class Findings(NamedTuple):
    """What a report is about.

    Attributes:
        name: the model's.
        metrics: the headline figures by name.
        history: each epoch's figures by name.
        evaluation: of the LiteRT file as served, on the test images.
        answers: its probabilities, (N, classes).
        test: the test images.
        lineage: where the model comes from.
    """

    name: str
    metrics: dict[str, Any]
    history: list[dict[str, float]]
    evaluation: Evaluation
    answers: Answers
    test: Dataset
    lineage: dict[str, Any]


def render(findings: Findings) -> str:
    """Return the page: learning curves, figures of each label, confusion matrix, worst errors, lineage."""
    names, history = findings.test.names, findings.history
    page = Template(files(__package__).joinpath("page.html").read_text(encoding="utf-8"))
    return page.substitute(
        name=escape(findings.name),
        created=escape(str(findings.lineage.get("created", ""))),
        headline=tables.headline(findings.metrics),
        loss=charts.lines("loss", charts.series(history, "loss")),
        accuracy=charts.lines("accuracy", charts.series(history, "accuracy")),
        labels=tables.per_label(findings.evaluation.per_label(names)),
        confusion=tables.confusion(findings.evaluation.confusion, names),
        errors=pictures.worst_errors(findings.test, findings.answers),
        lineage=tables.nested(findings.lineage),
    )
