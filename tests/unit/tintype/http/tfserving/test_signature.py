from __future__ import annotations

import pytest

from tintype.errors import RequestError
from tintype.http.tfserving import signature


@pytest.mark.parametrize("body", [{}, {"signature_name": ""}, {"signature_name": "serving_default"}])
def test_default(body):
    """The default signature is meant by its name, by an empty one, and by none."""
    signature.check(body)


@pytest.mark.parametrize("name", ["classify_objects", "x" * 1000, None, 1, ["serving_default"], {}])
def test_another(name):
    """Another signature is refused with the one that there is."""
    with pytest.raises(RequestError, match='"signature_name" to be left out or "serving_default", received') as caught:
        signature.check({"signature_name": name})
    assert len(str(caught.value)) < 300
