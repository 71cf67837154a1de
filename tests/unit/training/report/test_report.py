from __future__ import annotations

import re
from base64 import b64decode
from html.parser import HTMLParser
from io import BytesIO
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PIL import Image

from training.dataset import Dataset
from training.evaluation import evaluate
from training.report import Findings, charts, pictures, render, tables

NAMES = ("T-shirt/top", "<script>", "Hose & Jacke")
HISTORY = [
    {"loss": 0.5, "accuracy": 0.8, "validation_loss": 0.6, "validation_accuracy": 0.75},
    {"loss": 0.25, "accuracy": 0.9, "validation_loss": 0.7, "validation_accuracy": 0.7},
]


@pytest.fixture
def test_part() -> Dataset:
    images = np.arange(4 * 6 * 5, dtype=np.uint8).reshape(4, 6, 5, 1)
    return Dataset(images, np.array([0, 1, 2, 2]), NAMES)


ANSWERS = np.array([[0.9, 0.05, 0.05], [0.6, 0.3, 0.1], [0.95, 0.0, 0.05], [0.1, 0.1, 0.8]], np.float32)


@pytest.fixture
def page(test_part) -> str:
    evaluation = evaluate(ANSWERS, test_part.labels)
    lineage = {"created": "2026-01-01", "data": {"digest": "abc"}, "hyperparameters": {"class_names": "a,<b>"}}
    return render(Findings("shoes", {"accuracy": 0.5}, HISTORY, evaluation, ANSWERS, test_part, lineage))


class Page(HTMLParser):
    """Collects a page's elements, and checks that each is closed."""

    EMPTY = ("meta", "img")

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict]] = []
        self.opened: list[str] = []

    def handle_starttag(self, tag, attrs):
        """Keep it."""
        self.found.append((tag, dict(attrs)))
        if tag not in self.EMPTY:
            self.opened.append(tag)

    def handle_endtag(self, tag):
        """Compare it with what was opened last."""
        assert self.opened.pop() == tag


def test_it_asks_nobody_for_anything(page):
    """The page is well formed, names no other address, and forbids itself to load anything but its own pictures."""
    parser = Page()
    parser.feed(page)
    assert not parser.opened
    assert {tag for tag, _ in parser.found}.isdisjoint({"script", "link", "iframe", "object", "a"})
    sources = [value for _, attrs in parser.found for name, value in attrs.items() if name in {"src", "href"}]
    assert sources
    assert all(source.startswith("data:image/png;base64,") for source in sources)
    assert not re.search(r"https?:|url\(|@import", page)
    assert "default-src 'none'" in page


def test_everything_is_in_it(page):
    """Curves, figures of each label, the confusion matrix, errors and lineage are there, with names escaped."""
    for text in ("Learning curves", "f1", "Confusion matrix", "Worst errors", "data.digest", "abc", "a,&lt;b&gt;"):
        assert text in page
    assert "&lt;script&gt;" in page
    assert "<script>" not in page


def test_curves():
    """A chart is well-formed SVG with a line for training and one for validation, falling where the values fall."""
    chart = ET.fromstring(charts.lines("loss", charts.series(HISTORY, "loss")))  # noqa: S314 -- our own
    lines = {line.get("class"): line.get("points", "").split() for line in chart.iter("polyline")}
    heights = {name: [float(point.split(",")[1]) for point in points] for name, points in lines.items()}
    assert heights["train"][0] < heights["train"][1]
    assert heights["validation"][0] > heights["validation"][1]
    assert all(0 <= y <= charts.HEIGHT for line in heights.values() for y in line)


@pytest.mark.parametrize("history", [[{"loss": 0.5}], [{"loss": 0.5}, {"loss": 0.5}]], ids=["one", "flat"])
def test_curves_of_little(history):
    """One epoch, or epochs that are all the same, make a chart without infinite numbers."""
    chart = charts.lines("loss", charts.series(history, "loss"))
    assert "nan" not in chart
    assert "inf" not in chart


def test_worst_errors(test_part):
    """Wrong answers alone are shown, the surest first, pixel by pixel, with truth, answer and probability."""
    shown = pictures.worst_errors(test_part, ANSWERS)
    captions = re.findall("<figcaption>(.*?)</figcaption>", shown)
    assert captions == [
        "Hose &amp; Jacke, answered T-shirt/top (95%)",
        "&lt;script&gt;, answered T-shirt/top (60%)",
    ]
    first = b64decode(re.findall('base64,([^"]+)', shown)[0])
    assert np.array_equal(np.asarray(Image.open(BytesIO(first))), test_part.images[2, ..., 0])
    assert pictures.worst_errors(test_part, ANSWERS, 1).count("<img") == 1


def test_no_errors(test_part):
    """A test without an error says so."""
    assert "None." in pictures.worst_errors(test_part, np.eye(3, dtype=np.float32)[test_part.labels])


def test_confusion(test_part):
    """Rows are the true labels, columns the answers; the diagonal is marked as right."""
    table = ET.fromstring(tables.confusion(evaluate(ANSWERS, test_part.labels).confusion, NAMES))  # noqa: S314
    rows = [[cell.text or "" for cell in row.iter("td")] for row in table.iter("tr")][1:]
    assert rows == [["1", "", ""], ["1", "", ""], ["1", "", "1"]]
    kinds = [[cell.get("class") for cell in row.iter("td")] for row in table.iter("tr")][1:]
    assert [row.index("right") for row in kinds] == [0, 1, 2]
