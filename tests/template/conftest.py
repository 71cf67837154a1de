from pathlib import Path
from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse

from workbench.local.template.intrinsics import Resolver
from workbench.local.template.names import Names
from workbench.local.template.parameters import parameter_values
from workbench.packaging.translate import translate

USER_POOL = "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_pool"
REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def repository() -> Path:
    return REPOSITORY


@pytest.fixture(scope="session")
def template() -> dict[str, Any]:
    """template.yaml as written, its short forms as {"Ref": …} and {"Fn::…": …}."""
    return yaml_parse((REPOSITORY / "template.yaml").read_text())


@pytest.fixture(scope="session")
def resources(template) -> dict[str, Any]:
    return template["Resources"]


@pytest.fixture(scope="session")
def translated() -> dict[str, Any]:
    """What CloudFormation gets of it."""
    return translate(REPOSITORY / "template.yaml")


@pytest.fixture(scope="session")
def resolved(translated):
    """Return a resolver of the translated template for one value of `Authorization`."""

    def resolve(authorization: str) -> Resolver:
        chosen = {"Authorization": authorization, "UserPoolArn": USER_POOL}
        return Resolver(translated, parameter_values(translated, chosen), Names("tintype"))

    return resolve


@pytest.fixture(scope="session")
def body(resolved):
    """Return the API's definition as API Gateway gets it for one value of `Authorization`."""
    return lambda authorization: resolved(authorization).properties("Api")["Body"]
