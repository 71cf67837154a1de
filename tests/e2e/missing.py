"""What a test does on a machine that lacks something."""

import os
from typing import NoReturn

import pytest


def in_ci() -> bool:
    """Say whether everything has to run."""
    return os.environ.get("CI", "false") not in ("", "0", "false")


def give_up(reason: str) -> NoReturn:
    """Skip, saying why; in CI these tests have to run."""
    if in_ci():
        pytest.fail(f"{reason} (in CI nothing may be missing)")
    pytest.skip(reason)
