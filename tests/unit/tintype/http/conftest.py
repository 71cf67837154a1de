"""A way to ask the service over HTTP, as API Gateway would."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

import pytest

from tests.support.events import call
from tintype.http import answer


class Answer(NamedTuple):
    """What came back; ``document`` is the parsed body, None where there is none."""

    status: int
    headers: dict[str, str]
    document: Any


@pytest.fixture
def ask(service):
    """Return a function that sends a call to the service; its arguments are those of ``call``."""

    def asking(method, path, *body, **options):
        response = answer(call(method, path, *body, **options), service)
        document = json.loads(response["body"]) if response["body"] else None
        return Answer(response["statusCode"], response["headers"], document)

    return asking
