from __future__ import annotations

import pytest

from tests.models.published import manifest
from tintype.errors import ManifestError
from tintype.tasks import check, files, prepare


def test_unknown_task():
    """A task that is not here is an error of the manifest that lists the known ones."""
    known = r"\['classification', 'compression', 'enhancement', 'segmentation'\]"
    with pytest.raises(ManifestError, match=f"expected a task among {known}, received 'divination'"):
        check(manifest("quadrants", task="divination"))


def test_missing_file():
    """A task that needs a further file of a version is not served without it."""
    with pytest.raises(ManifestError, match=r"files for the roles \['tables'\], received \['model'\]"):
        check(manifest("quadrants", task="compression"))


def test_no_further_files():
    """Most tasks need the model file alone."""
    assert (files(manifest("quadrants")), prepare(manifest("quadrants"), {})) == ((), None)
