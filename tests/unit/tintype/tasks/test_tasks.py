from __future__ import annotations

import pytest

from tests.models.published import manifest
from tintype.errors import ManifestError
from tintype.tasks import check


def test_unknown_task():
    """A task that is not here is an error of the manifest that lists the known ones."""
    with pytest.raises(
        ManifestError, match=r"expected a task among \['classification', 'enhancement'\], received 'divination'"
    ):
        check(manifest("quadrants", task="divination"))
