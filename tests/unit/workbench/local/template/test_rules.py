"""A template's `Rules`."""

import pytest

from workbench.local.template.intrinsics import Resolver
from workbench.local.template.names import Names
from workbench.local.template.rules import check_rules

ASSERTION = {"Assert": {"Fn::Not": [{"Fn::Equals": [{"Ref": "Pool"}, ""]}]}, "AssertDescription": "name a pool"}
CONDITION = {"Fn::Equals": [{"Ref": "Mode"}, "tokens"]}


def check(mode, pool, condition=None):
    rule = {"Assertions": [ASSERTION]} | ({"RuleCondition": condition} if condition else {})
    document = {"Resources": {}, "Rules": {"Pool": rule}}
    check_rules(document, Resolver(document, {"Mode": mode, "Pool": pool}, Names("tintype")))


@pytest.mark.parametrize(("mode", "pool"), [("tokens", "arn"), ("keys", ""), ("keys", "arn")])
def test_holds(mode, pool):
    """A rule whose condition is false asks for nothing."""
    check(mode, pool, CONDITION)


@pytest.mark.parametrize("condition", [CONDITION, None])
def test_broken(condition):
    """A rule that applies, and one without condition always does, says in the template's words what is wrong."""
    with pytest.raises(ValueError, match="name a pool"):
        check("tokens", "", condition)
