from __future__ import annotations

import re
from io import StringIO

from rich.console import Console

from training.metrics import DEFINITIONS, definitions
from training.progress import Bar, Lines, reporter


def drive(report):
    with report:
        report.stage("Loading")
        report.fit(2, 3)
        for epoch in (1, 2):
            for step in (1, 2, 3):
                report.step(epoch, 1 / step, step / 4)
            report.epoch(epoch, {"loss": 0.25, "accuracy": 0.75, "learning_rate": 2e-05, "validation_loss": 0.5})
        report.metrics({"test_accuracy": 0.5, "test_keras_accuracy": 0.25})


def test_lines_are_what_metric_definitions_find(capsys):
    """Each definition finds its figure, and nothing else, in every line that has it."""
    drive(Lines())
    printed = capsys.readouterr().out
    found = {name: [float(value) for value in re.findall(regex, printed)] for name, regex in DEFINITIONS.items()}
    assert found == {
        "train:loss": [0.25] * 2,
        "train:accuracy": [0.75] * 2,
        "train:learning_rate": [2e-05] * 2,
        "validation:loss": [0.5] * 2,
        "validation:accuracy": [],
        "test:loss": [],
        "test:accuracy": [0.5],
    }


def test_definitions_are_sagemakers():
    """The definitions are within the limits of CreateTrainingJob: at most 40, names and expressions not too long."""
    made = definitions()
    assert len(made) <= 40
    assert all(re.fullmatch(".{1,255}", one["Name"]) and 1 <= len(one["Regex"]) <= 500 for one in made)


def test_lines_stay_few(capsys):
    """A log gets one line a stage and one an epoch, none a step, and no control characters."""
    drive(Lines())
    printed = capsys.readouterr().out
    assert len(printed.splitlines()) == 5
    assert "\x1b" not in printed


def test_bar_shows_epoch_figures_and_time_left():
    """A person sees how far it is, loss and accuracy, and the time that is left."""
    screen = StringIO()
    drive(Bar(Console(file=screen, force_terminal=True, width=120)))
    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", screen.getvalue())
    assert "epoch 2/2" in shown
    assert "6/6" in shown
    assert "loss 0.3333 accuracy 0.7500" in shown
    assert re.search(r"\d:\d\d:\d\d", shown)


def test_no_terminal_no_bar():
    """Where nobody watches, lines are printed."""
    assert isinstance(reporter({}), Lines)


def test_a_terminal_gets_the_bar_except_on_sagemaker(monkeypatch):
    """A terminal gets the bar, a SageMaker job never does."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setattr(Console, "is_terminal", True)
    assert isinstance(reporter({}), Bar)
    assert isinstance(reporter({"TRAINING_JOB_NAME": "digits-1"}), Lines)
