from __future__ import annotations

import pytest

from tests.models.published import manifest
from tintype.errors import ManifestError
from tintype.tasks import check


def test_unknown_task():
    """A task that is not here is an error of the manifest that lists the known ones."""
    known = r"\['classification', 'enhancement', 'segmentation'\]"
    with pytest.raises(ManifestError, match=f"expected a task among {known}, received 'divination'"):
        check(manifest("quadrants", task="divination"))
