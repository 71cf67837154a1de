import json

import pytest

from tintype.errors import PolicyError
from tintype.registry import keys
from tintype.registry.policy import CanaryPolicy, GatePolicy, Policy, read_policy


def test_without_a_document_the_defaults_hold(bucket):
    """A model without a policy is held against the documented defaults."""
    assert read_policy(bucket, "digits") == Policy(GatePolicy(), CanaryPolicy())


def test_what_is_left_out_has_a_default(bucket):
    """A document may name a single bound."""
    document = {"gate": {"most_flips": 0.02}, "canary": {"steps": [0.5, 1], "least_calls": 10, "most_minutes": 5}}
    bucket.put(keys.policy("digits"), json.dumps(document).encode())
    policy = read_policy(bucket, "digits")
    assert policy.gate == GatePolicy(most_flips=0.02)
    assert policy.canary == CanaryPolicy(steps=(0.5, 1.0), least_calls=10, most_minutes=5.0)


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("{", "JSON"),
        ("[]", '"gate", "canary"'),
        ('{"gates": {}}', '"gate", "canary"'),
        ('{"gate": 1}', "most_flips"),
        ('{"gate": {"most_flip": 1}}', "most_flips"),
        ('{"gate": {"most_flips": "1"}}', "for most_flips"),
        ('{"gate": {"required": 1}}', "for required"),
        ('{"gate": {"least_examples": true}}', "for least_examples"),
        ('{"canary": {"steps": [0.5, 0.1, 1]}}', "rising shares"),
        ('{"canary": {"steps": [0.1, 0.5]}}', "end with 1"),
        ('{"canary": {"steps": []}}', "end with 1"),
    ],
)
def test_a_malformed_policy_is_refused(document, said):
    """What cannot be meant is refused, with what was expected."""
    with pytest.raises(PolicyError, match=said):
        Policy.from_json(document.encode())
