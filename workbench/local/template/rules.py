"""Check a template's `Rules`, as CloudFormation does before a deploy."""

from collections.abc import Mapping
from typing import Any

from workbench.local.template.intrinsics import Resolver


def check_rules(document: Mapping[str, Any], resolver: Resolver) -> None:
    """Check each assertion of each rule that applies.

    Raises:
        ValueError: an assertion does not hold; the message is the template's own description of it.
    """
    for rule in document.get("Rules", {}).values():
        if resolver.value(rule.get("RuleCondition", True)):
            for assertion in rule["Assertions"]:
                if not resolver.value(assertion["Assert"]):
                    raise ValueError(assertion.get("AssertDescription", "an assertion of the template does not hold"))
