"""Whom the tests trust, and others."""

from __future__ import annotations

import pytest

from tests.support.signers import Owner


@pytest.fixture(scope="session")
def make_owner():
    """Return a function that makes somebody with a new key."""
    return Owner.new


@pytest.fixture(scope="session")
def owner(make_owner):
    """Whom the tests trust."""
    return make_owner()
