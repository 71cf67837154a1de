from __future__ import annotations

import re
from io import StringIO

from rich.console import Console

from training.progress import Bar, Lines, reporter

REGEX = {"train:loss": "train_loss=([0-9.]+)", "train:accuracy": "train_accuracy=([0-9.]+)"}


def drive(report):
    with report:
        report.stage("Loading")
        report.fit(2, 3)
        for epoch in (1, 2):
            for step in (1, 2, 3):
                report.step(epoch, 1 / step, step / 4)
            report.epoch(epoch, 0.25, 0.75)
        report.metrics({"test_accuracy": 0.5})


def test_lines_are_what_metric_definitions_find(capsys):
    """Each epoch's line gives up its figures to SageMaker's regular expressions."""
    drive(Lines())
    printed = capsys.readouterr().out
    assert [re.findall(regex, printed) for regex in REGEX.values()] == [["0.2500"] * 2, ["0.7500"] * 2]
    assert re.findall("(?<!_)test_accuracy=([0-9.]+)", printed) == ["0.5000"]


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
