"""Turns the SAM template into the CloudFormation template that AWS makes of it, without AWS.

A linter that sees only the SAM template misses what the translation adds, a circular dependency above all.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse


class _NoManagedPolicies:
    """The translator asks for AWS's managed policies by name; this template names none."""

    def load(self) -> dict[str, str]:
        """Return no policies."""
        return {}


def translate(template: Path) -> dict[str, Any]:
    """Return the CloudFormation template of a SAM template; what a deploy uploads is an address in S3 or ECR."""
    os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
    document = yaml_parse(template.read_text())
    for resource in document["Resources"].values():
        if resource.get("Properties", {}).get("PackageType") == "Image":
            resource["Properties"]["ImageUri"] = "123456789012.dkr.ecr.us-east-1.amazonaws.com/image:tag"
        for name in ("CodeUri", "ContentUri", "DefinitionUri"):
            if name in resource.get("Properties", {}):
                resource["Properties"][name] = "s3://bucket/key"
    translated: dict[str, Any] = transform(document, {}, _NoManagedPolicies())
    return translated


def main() -> None:
    """Write the translation of the template in the first argument to the file in the second, as JSON."""
    source, target = map(Path, sys.argv[1:])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(translate(source), indent=1))


if __name__ == "__main__":
    main()
