import pytest

from tintype.http.caller import folder, identity

_SUBJECT = {"authorizer": {"claims": {"sub": "ada", "iss": "https://pool"}}}
_SIGNER = {"identity": {"userArn": "arn:aws:iam::123456789012:user/ada", "apiKeyId": "k1"}}


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        ({}, "anybody"),
        ({"identity": None, "authorizer": None}, "anybody"),
        ({"identity": {"apiKeyId": "k1", "userArn": None}}, "apiKeyId:k1"),
        (_SIGNER, "userArn:arn:aws:iam::123456789012:user/ada"),
        ({"identity": {**_SIGNER["identity"], "cognitoIdentityId": "pool:1"}}, "cognitoIdentityId:pool:1"),
        (_SUBJECT | _SIGNER, "jwt:https://pool#ada"),
        ({"authorizer": {"claims": {}}, "identity": {"apiKeyId": "k1"}}, "apiKeyId:k1"),
    ],
)
def test_strongest_proof_counts(context, expected):
    """A token's subject comes before a signature, a signature before a key, and without any there is one caller."""
    assert identity(context) == expected


def test_folder_is_the_callers_own():
    """A caller has always the same folder, another one another, and it does not show the name."""
    assert folder("apiKeyId:k1") == folder("apiKeyId:k1") != folder("apiKeyId:k2")
    assert "k1" not in folder("apiKeyId:k1")
    assert folder("a").count("/") == 2
