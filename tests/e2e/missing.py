"""What a test does on a machine that lacks something."""

import os
from typing import NoReturn

import pytest


def give_up(reason: str) -> NoReturn:
    """Skip, saying why; in CI these tests have to run."""
    if os.environ.get("CI", "false") not in ("", "0", "false"):
        pytest.fail(f"{reason} (in CI nothing may be missing)")
    pytest.skip(reason)
