from hashlib import sha256

from tintype.fingerprint import fingerprint


def test_canonical():
    """It is the SHA-256 of JSON without spaces whose keys are sorted, so that their order does not matter."""
    assert fingerprint({"b": [1, "ü"], "a": None}) == sha256(b'{"a":null,"b":[1,"\\u00fc"]}').hexdigest()
    assert fingerprint({"b": 1, "a": 2}) == fingerprint({"a": 2, "b": 1}) != fingerprint({"a": 1, "b": 2})
