"""The operator's page knows all that is watched, and the roles for CI allow no more than they should."""

import re

import pytest
from samtranslator.yaml_helper import yaml_parse

ROW = re.compile(r"^\| (.+?) \| (.+) \|$", re.MULTILINE)
NAME = re.compile(r"`([A-Za-z0-9]+)`")


@pytest.fixture(scope="module")
def page(repository):
    return (repository / "docs" / "operations.md").read_text()


@pytest.fixture(scope="module")
def rows(page):
    """The page's tables: the first cell of each row, and the rest of it."""
    return dict(ROW.findall(page))


@pytest.fixture(scope="module")
def roles(repository):
    """infrastructure/ci-role.yaml."""
    return yaml_parse((repository / "infrastructure" / "ci-role.yaml").read_text())["Resources"]


@pytest.fixture(scope="module")
def bodies(resources):
    """The text of all dashboards."""
    found = [each for each in resources.values() if each["Type"] == "AWS::CloudWatch::Dashboard"]
    texts = [each["Properties"]["DashboardBody"]["Fn::Sub"] for each in found]
    return "".join(text if isinstance(text, str) else text[0] for text in texts)


def statements(role):
    policies = role["Properties"]["Policies"]
    return [statement for policy in policies for statement in policy["PolicyDocument"]["Statement"]]


def test_each_alarm_has_a_remedy(rows, resources):
    """Each alarm of the template has a row that says when it rings and what to do, and no other alarm has one."""
    alarms = {name for name, found in resources.items() if found["Type"] == "AWS::CloudWatch::Alarm"}
    told = {name.strip("`"): rest.split(" | ") for name, rest in rows.items() if name.endswith("Alarm`")}
    assert told.keys() == alarms
    for when, remedy in told.values():
        assert len(when) > 20
        assert len(remedy) > 20


def test_each_widget_is_explained(rows, bodies):
    """Each widget has a row under its title, and each row with a metric's name is about a widget that is there."""
    titles = set(re.findall(r'"title": "([^"]+)"', bodies))
    assert titles <= rows.keys()


def test_each_metric_is_explained(rows, bodies):
    """Each metric of a dashboard stands in the row of a widget."""
    metrics = set(re.findall(r'\["(?:AWS/\w+|Tintype)", "(\w+)"', bodies))
    titles = set(re.findall(r'"title": "([^"]+)"', bodies))
    told = {name for title in titles for name in NAME.findall(rows[title])}
    assert metrics <= told


def test_one_branch_of_one_repository(roles):
    """Only workflows of the named branch take the role: audience and whole subject are compared."""
    [trust] = roles["DeployerRole"]["Properties"]["AssumeRolePolicyDocument"]["Statement"]
    compared = trust["Condition"]["StringEquals"]
    issuer = "token.actions.githubusercontent.com"
    assert compared[f"{issuer}:aud"] == "sts.amazonaws.com"
    assert compared[f"{issuer}:sub"] == {"Fn::Sub": "repo:${Repository}:ref:refs/heads/${Branch}"}


def test_the_deployer_only_asks_cloudformation(roles):
    """The role that workflows take changes nothing by itself but the bucket of code, and passes one role on."""
    found = statements(roles["DeployerRole"])
    services = {action.partition(":")[0] for each in found for action in listed(each["Action"])}
    assert services == {"cloudformation", "s3", "iam"}
    [passing] = [each for each in found if each["Action"] == "iam:PassRole"]
    assert passing["Resource"] == {"Fn::GetAtt": ["FormationRole", "Arn"]}
    assert all("*" not in listed(each["Resource"]) for each in found)


def test_cloudformation_makes_roles_of_the_stack_alone(roles):
    """What CloudFormation may do to roles and policies, it may do to those with the stack's name."""
    for each in statements(roles["FormationRole"]):
        if any(action.startswith("iam:") for action in listed(each["Action"])):
            assert each["Resource"]["Fn::Sub"].endswith("/${StackName}-*")


def listed(value):
    return value if isinstance(value, list) else [value]
