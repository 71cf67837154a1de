"""A model with several versions, and images to compare them on."""

from __future__ import annotations

import pytest

from tests.models.published import DRAFTS, file, png
from tintype.registry import publish

LABELS = DRAFTS["quadrants"].labels
SWAPPED = (LABELS[1], LABELS[0], *LABELS[2:])


def quadrant(index, grey=255):
    """Return a picture that is white (or grey) in one of its quarters."""
    rows, columns = divmod(index, 2)
    lit = [(y // 4, x // 4) == (rows, columns) for y in range(8) for x in range(8)]
    return png(8, 8, *(grey if on else 0 for on in lit))


@pytest.fixture
def held_out(tmp_path):
    """A folder of 120 labelled images of quadrants."""
    for index, label in enumerate(LABELS):
        (tmp_path / "set" / label).mkdir(parents=True)
        for grey in range(100, 130):
            (tmp_path / "set" / label / f"{grey}.png").write_bytes(quadrant(index, grey))
    return tmp_path / "set"


@pytest.fixture
def publish_quadrants(bucket):
    """Return a function that publishes the model, with other labels or files beside it if asked to."""

    def publishing(labels=LABELS, **files):
        draft = DRAFTS["quadrants"]._replace(labels=tuple(labels))
        return publish(bucket, draft, {"model": file("quadrants"), **files}).version

    return publishing
