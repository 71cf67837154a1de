from pathlib import Path
from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse

from workbench.packaging.translate import translate

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
