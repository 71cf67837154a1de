"""What is watched exists: each metric is one that AWS or the functions' code emits, each logged field one it writes."""

import ast
import json
import re

import pytest

from workbench.local.template.intrinsics import Resolver
from workbench.local.template.names import Names
from workbench.local.template.parameters import parameter_values

AWS = {  # by their documentation: the metrics, and the dimensions that they have
    "AWS/SQS": (
        {
            "ApproximateAgeOfOldestMessage",
            "ApproximateNumberOfMessagesVisible",
            "ApproximateNumberOfMessagesNotVisible",
        },
        {"QueueName"},
    ),
    "AWS/Lambda": ({"Errors", "Throttles", "Duration", "Invocations"}, {"FunctionName"}),
    "AWS/ApiGateway": ({"4XXError", "5XXError", "Count", "Latency"}, {"ApiName", "Stage"}),
}
QUOTED = re.compile(r"\$\{([\w:.]+)\}")


@pytest.fixture(scope="module")
def alarms(resources):
    return {name: found["Properties"] for name, found in resources.items() if found["Type"] == "AWS::CloudWatch::Alarm"}


@pytest.fixture(scope="module")
def dashboard(resources):
    """The dashboard's widgets, with names in the place of what CloudFormation puts in."""
    body = resources["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"]
    return json.loads(QUOTED.sub(r"<\1>", body))["widgets"]


@pytest.fixture(scope="module")
def calls(repository):
    """Every call of a name or an attribute in the layer: (the function's name, the call)."""
    sources = [path.read_text() for path in (repository / "layers/tintype/src/tintype").rglob("*.py")]
    nodes = [node for source in sources for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [(getattr(node.func, "id", getattr(node.func, "attr", "")), node) for node in nodes]


@pytest.fixture(scope="module")
def emitted(calls):
    """The names of all metrics that the code emits."""
    metrics = [node for name, node in calls if name in {"count", "milliseconds"} and isinstance(node.func, ast.Name)]
    return {
        part.value
        for node in metrics
        for part in ast.walk(node.args[0])
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }


@pytest.fixture(scope="module")
def actions(translated):
    """Return a function that returns what each alarm does for a value of `AlarmEmail`."""

    def acting(email):
        resolver = Resolver(translated, parameter_values(translated, {"AlarmEmail": email}), Names("tintype"))
        kinds = ((name, found["Type"]) for name, found in translated["Resources"].items())
        alarms = [name for name, kind in kinds if kind == "AWS::CloudWatch::Alarm"]
        return [resolver.properties(name).get(kind) for name in alarms for kind in ("AlarmActions", "OKActions")]

    return acting


def dimensions(alarm):
    return {item["Name"]: item["Value"] for item in alarm["Dimensions"]}


def test_alarms_are_about_metrics_that_exist(alarms, emitted):
    """Each alarm names a metric that AWS or the code emits, with the dimensions that it has."""
    for alarm in alarms.values():
        metrics, names = AWS.get(alarm["Namespace"], (emitted, {"service"}))
        assert alarm["MetricName"] in metrics
        assert dimensions(alarm).keys() == names


def test_what_is_watched(alarms):
    """There is an alarm for old uploads, dead letters, failing or throttled functions, the API, and bad canaries."""
    watched = {(alarm["MetricName"], str(alarm["Dimensions"][0]["Value"])) for alarm in alarms.values()}
    uploads, dead = ({"Fn::GetAtt": [name, "QueueName"]} for name in ("UploadQueue", "UploadDeadLetterQueue"))
    function = {"Ref": "PredictUploadFunction"}
    assert watched == {
        ("ApproximateAgeOfOldestMessage", str(uploads)),
        ("ApproximateNumberOfMessagesVisible", str(dead)),
        ("Errors", str(function)),
        ("Throttles", str(function)),
        ("5XXError", str({"Ref": "AWS::StackName"})),
        ("CanariesRolledBack", str({"Ref": "AWS::StackName"})),
    }


def test_the_api_is_the_watched_one(alarms, resources):
    """The API's alarm names the API and the stage as they are named."""
    api = resources["Api"]["Properties"]
    named = {"ApiName": api["Name"], "Stage": api["StageName"]}
    assert dimensions(alarms["ApiServerErrorsAlarm"]) == named


def test_retries_raise_no_alarm(alarms):
    """An upload that is tried again as often as it may be is a dead letter before it counts as old."""
    assert alarms["UploadQueueAgeAlarm"]["Threshold"] > sum((10, 20, 40, 80)) + 5 * 60


def test_nobody_is_mailed_by_default(actions):
    """Without `AlarmEmail` alarms do nothing but show."""
    assert set(map(str, actions(""))) == {"None"}


def test_mail(actions, resources):
    """With `AlarmEmail` each alarm tells the topic, also when it is over, and the topic sends mail."""
    told = actions("ann@example.org")
    assert len(told) == 12
    assert all(len(each) == 1 for each in told)
    topic = resources["AlarmTopic"]
    assert topic["Condition"] == "AlarmsAreMailed"
    assert topic["Properties"]["Subscription"] == [{"Protocol": "email", "Endpoint": {"Ref": "AlarmEmail"}}]


def test_the_dashboard_shows_each_alarm(dashboard, alarms):
    """All alarms are on the dashboard."""
    (shown,) = [widget["properties"]["alarms"] for widget in dashboard if widget["type"] == "alarm"]
    assert sorted(shown) == sorted(f"<{name}.Arn>" for name in alarms)


def test_the_dashboard_shows_metrics_that_exist(dashboard, emitted, template):
    """Each metric on the dashboard is one of AWS's or one that the code emits, under the stack's own name."""
    variables = template["Globals"]["Function"]["Environment"]["Variables"]
    assert variables["POWERTOOLS_SERVICE_NAME"] == {"Ref": "AWS::StackName"}
    shown = [metric for widget in dashboard for metric in widget["properties"].get("metrics", [])]
    assert {metric[0] for metric in shown} == {"AWS/SQS", variables["POWERTOOLS_METRICS_NAMESPACE"]}
    for namespace, name, dimension, value, *_ in shown:
        metrics, names = AWS.get(namespace, (emitted, {"service"}))
        assert name in metrics
        assert dimension in names
        assert value != "<AWS::StackName>" or namespace not in AWS


def test_the_dashboard_shows_every_problem(dashboard, emitted):
    """Every counter of the API and of uploads that the code has is on the dashboard."""
    shown = {metric[1] for widget in dashboard for metric in widget["properties"].get("metrics", [])}
    assert {name for name in emitted if "Batch" not in name} <= shown


def test_the_dashboard_reads_fields_that_are_logged(dashboard, calls):
    """The queries read fields that the functions' log lines have."""
    written = {word.arg for name, node in calls if name in {"report", "warning", "error"} for word in node.keywords}
    queries = " ".join(widget["properties"].get("query", "") for widget in dashboard)
    for field in ("model", "version", "milliseconds", "kind"):
        assert re.search(rf"\b{field}\b", queries)
        assert field in written
