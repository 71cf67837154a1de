import subprocess
import sys
import tomllib
from pathlib import Path

import pytest


def test_each_parameter_explains_itself(template):
    """Every parameter has a description and a default, and a place in a group."""
    groups = template["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"]
    grouped = [name for group in groups for name in group["Parameters"]]
    assert sorted(grouped) == sorted(template["Parameters"])
    assert all(parameter["Description"] and "Default" in parameter for parameter in template["Parameters"].values())


def test_outputs_are_what_a_user_needs(template):
    """Address, key, buckets and lines to try are printed after a deploy."""
    assert {
        "ApiUrl",
        "ApiKeyId",
        "ApiKeyCommand",
        "ExampleCall",
        "ExampleUpload",
        "ModelBucket",
        "UploadBucket",
        "ResultBucket",
    } <= set(template["Outputs"])


def test_every_environment_names_a_stack(repository):
    """samconfig.toml builds cached and in parallel and validates with lint, in each of its environments."""
    config = tomllib.loads((repository / "samconfig.toml").read_text())
    environments = {name: table for name, table in config.items() if isinstance(table, dict)}
    assert set(environments) == {"default", "staging", "production"}
    assert len({table["global"]["parameters"]["stack_name"] for table in environments.values()}) == 3
    for table in environments.values():
        assert table["build"]["parameters"] == {"cached": True, "parallel": True}
        assert table["validate"]["parameters"] == {"lint": True}


@pytest.mark.slow
def test_what_cloudformation_gets_is_clean(repository, tmp_path):
    """cfn-lint finds nothing in the translated template: no circular dependency, no unknown property."""
    target = tmp_path / "translated.json"
    translate = [sys.executable, "-m", "workbench.packaging.translate", "template.yaml", str(target)]
    subprocess.run(translate, cwd=repository, check=True, capture_output=True)
    lint = subprocess.run(
        [Path(sys.executable).with_name("cfn-lint"), target],
        cwd=repository,
        check=False,
        capture_output=True,
        text=True,
    )
    assert (lint.returncode, lint.stdout) == (0, "")
