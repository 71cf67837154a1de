"""What is watched exists: each metric is one that AWS or the functions' code emits, each logged field one it writes."""

import ast
import json
import re

import pytest

from tintype.batches.pricing import LIST
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
    "AWS/Lambda": ({"Errors", "Throttles", "Duration", "Invocations", "ConcurrentExecutions"}, {"FunctionName"}),
    "AWS/ApiGateway": ({"4XXError", "5XXError", "Count", "Latency"}, {"ApiName", "Stage"}),
    "AWS/States": ({"ExecutionsStarted", "ExecutionsSucceeded", "ExecutionsFailed"}, {"StateMachineArn"}),
}
CONDITIONS = {"Batch": "BatchesAreOn", "Shado": "ShadowTrafficIsOn"}
QUOTED = re.compile(r"\$\{([\w:.]+)\}")


@pytest.fixture(scope="module")
def alarms(resources):
    return {name: found["Properties"] for name, found in resources.items() if found["Type"] == "AWS::CloudWatch::Alarm"}


@pytest.fixture(scope="module")
def watched(alarms):
    """The metrics that alarms are about, each with its namespace and its dimensions; of a share both its parts."""
    parts = [part["MetricStat"]["Metric"] for alarm in alarms.values() for part in alarm.get("Metrics", [])[1:]]
    return [*(alarm for alarm in alarms.values() if "MetricName" in alarm), *parts]


@pytest.fixture(scope="module")
def dashboards(resources):
    """Each dashboard's widgets, with names in the place of what CloudFormation puts in."""
    found = {name: each for name, each in resources.items() if each["Type"] == "AWS::CloudWatch::Dashboard"}
    bodies = {name: each["Properties"]["DashboardBody"]["Fn::Sub"] for name, each in found.items()}
    texts = {
        name: body if isinstance(body, str) else body[0] for name, body in bodies.items()
    }  # with values of its own
    return {name: json.loads(QUOTED.sub(r"<\1>", text))["widgets"] for name, text in texts.items()}


@pytest.fixture(scope="module")
def widgets(dashboards):
    """The widgets of all dashboards."""
    return [widget for each in dashboards.values() for widget in each]


@pytest.fixture(scope="module")
def calls(repository):
    """Every call of a name or an attribute in the layer: (the function's name, the call)."""
    sources = [path.read_text() for path in (repository / "layers/tintype/src/tintype").rglob("*.py")]
    nodes = [node for source in sources for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [(getattr(node.func, "id", getattr(node.func, "attr", "")), node) for node in nodes]


@pytest.fixture(scope="module")
def emitted(calls):
    """The names of all metrics that the code emits."""
    metrics = [
        node for name, node in calls if name in {"count", "gauge", "milliseconds"} and isinstance(node.func, ast.Name)
    ]
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


def metrics_of(widget):
    """Return a widget's metrics, without what it computes of them."""
    return [metric for metric in widget["properties"].get("metrics", []) if isinstance(metric[0], str)]


def test_alarms_are_about_metrics_that_exist(watched, emitted):
    """Each alarm names a metric that AWS or the code emits, with the dimensions that it has."""
    for metric in watched:
        metrics, names = AWS.get(metric["Namespace"], (emitted, {"service"}))
        assert metric["MetricName"] in metrics
        assert dimensions(metric).keys() == names


def test_what_is_watched(watched):
    """Alarms watch the API's errors and times, functions, queues, versions, batches, canaries, drift."""
    found = {(metric["MetricName"], str(metric["Dimensions"][0]["Value"])) for metric in watched}
    uploads, dead = ({"Fn::GetAtt": [name, "QueueName"]} for name in ("UploadQueue", "UploadDeadLetterQueue"))
    function = {"Ref": "PredictUploadFunction"}
    stack = {"Ref": "AWS::StackName"}
    assert found == {
        ("ApproximateAgeOfOldestMessage", str(uploads)),
        ("ApproximateNumberOfMessagesVisible", str(dead)),
        ("Errors", str(function)),
        ("Throttles", str(function)),
        ("5XXError", str(stack)),
        ("Latency", str(stack)),
        ("Throttles", str({"Ref": "PredictHttpFunction"})),
        ("ApproximateNumberOfMessagesVisible", str({"Fn::GetAtt": ["ShadowDeadLetterQueue", "QueueName"]})),
        ("ExecutionsFailed", str({"Ref": "BatchStateMachine"})),
        *((name, str(stack)) for name in ("BatchImages", "FailedBatchImages", "BatchBlockDuration")),
        *((name, str(stack)) for name in ("StaleAnswers", "RefusedVersions")),
        *((name, str(stack)) for name in ("CanariesRolledBack", "LabelDrift", "BrightnessDrift")),
    }


def test_the_api_is_the_watched_one(alarms, resources):
    """The API's alarms name the API and the stage as they are named."""
    api = resources["Api"]["Properties"]
    named = {"ApiName": api["Name"], "Stage": api["StageName"]}
    for alarm in ("ApiServerErrorsAlarm", "SlowCallsAlarm"):
        assert dimensions(alarms[alarm]) == named


def test_retries_raise_no_alarm(alarms):
    """An upload that is tried again as often as it may be is a dead letter before it counts as old."""
    assert alarms["UploadQueueAgeAlarm"]["Threshold"] > sum((10, 20, 40, 80)) + 5 * 60


def test_nobody_is_mailed_by_default(actions):
    """Without `AlarmEmail` alarms do nothing but show."""
    assert set(map(str, actions(""))) == {"None"}


def test_mail(actions, resources):
    """With `AlarmEmail` each alarm tells the topic, also when it is over, and the topic sends mail."""
    told = actions("ann@example.org")
    assert len(told) == 32
    assert all(len(each) == 1 for each in told)
    topic = resources["AlarmTopic"]
    assert topic["Condition"] == "AlarmsAreMailed"
    assert topic["Properties"]["Subscription"] == [{"Protocol": "email", "Endpoint": {"Ref": "AlarmEmail"}}]


def test_what_can_be_off_is_watched_where_it_is_on(resources):
    """What watches batches and shadows is made with them, and nothing else is left out without them."""
    kinds = ("AWS::CloudWatch::Alarm", "AWS::CloudWatch::Dashboard")
    for name, found in resources.items():
        if found["Type"] in kinds:
            assert found.get("Condition") == CONDITIONS.get(name[:5])


def test_a_slow_block_is_told_of_before_it_fails(alarms, resources):
    """The alarm for slow blocks comes before the function's timeout."""
    timeout = resources["PredictBatchFunction"]["Properties"]["Timeout"] * 1000
    assert timeout / 2 < alarms["BatchBlockDurationAlarm"]["Threshold"] < timeout


def test_the_dashboards_show_each_alarm(widgets, alarms):
    """All alarms are on a dashboard."""
    shown = [alarm for each in widgets if each["type"] == "alarm" for alarm in each["properties"]["alarms"]]
    assert sorted(shown) == sorted(f"<{name}.Arn>" for name in alarms)


def test_the_dashboards_show_metrics_that_exist(widgets, emitted, template):
    """Each metric on a dashboard is one of AWS's or one that the code emits, under the stack's own name."""
    variables = template["Globals"]["Function"]["Environment"]["Variables"]
    assert variables["POWERTOOLS_SERVICE_NAME"] == {"Ref": "AWS::StackName"}
    shown = [metric for widget in widgets for metric in metrics_of(widget)]
    assert {metric[0] for metric in shown} == {*AWS, variables["POWERTOOLS_METRICS_NAMESPACE"]}
    for namespace, name, *rest in shown:
        metrics, names = AWS.get(namespace, (emitted, {"service"}))
        words = [word for word in rest if isinstance(word, str)]
        told = dict(zip(words[::2], words[1::2], strict=True))
        assert name in metrics
        assert told.keys() == names
        assert told.get("service", "<AWS::StackName>") == told.get("ApiName", "<AWS::StackName>") == "<AWS::StackName>"


def test_the_dashboards_show_every_problem(dashboards, emitted):
    """Every counter that the code has is on its dashboard: batches and shadows have their own."""
    special = ("Batch", "Shadow")
    for kind in ("", *special):
        shown = {metric[1] for each in dashboards[f"{kind}Dashboard"] for metric in metrics_of(each)}
        wanted = {name for name in emitted if (kind in name if kind else not any(each in name for each in special))}
        assert wanted
        assert wanted <= shown


def test_the_dashboards_read_fields_that_are_logged(widgets, calls):
    """The queries read fields that the functions' log lines have."""
    written = {word.arg for name, node in calls if name in {"report", "warning", "error"} for word in node.keywords}
    queries = " ".join(widget["properties"].get("query", "") for widget in widgets)
    for field in ("model", "version", "milliseconds", "kind", "size"):
        assert re.search(rf"\b{field}\b", queries)
        assert field in written


def test_no_metric_gets_another_dimension(calls):
    """Nothing in the layer adds a dimension: a metric for each model or caller would be billed for each."""
    assert not {name for name, _ in calls} & {"add_dimension", "set_default_dimensions", "set_dimensions"}
    assert not {"metrics", "single_metric"} & {name for name, node in calls if isinstance(node.func, ast.Name)}


def test_no_widget_covers_another(dashboards):
    """Each widget has a place of its own."""
    for widgets in dashboards.values():
        places = [
            (x, y)
            for each in widgets
            for x in range(each["x"], each["x"] + each["width"])
            for y in range(each["y"], each["y"] + each["height"])
        ]
        assert len(places) == len(set(places))


def test_the_estimate_reckons_with_what_it_names(widgets):
    """Each expression of a dashboard names metrics of its own widget and the template's values, and nothing else."""
    expressions = 0
    for widget in widgets:
        metrics = widget["properties"].get("metrics", [])
        ids = {part["id"] for metric in metrics for part in metric if isinstance(part, dict) and "id" in part}
        for [computed] in (metric for metric in metrics if isinstance(metric[0], dict)):
            expressions += 1
            assert set(re.findall(r"\b[a-z]\w*\b", re.sub("<.*?>", "", computed["expression"]))) <= ids
    assert expressions == 3


def test_the_estimate_has_the_known_prices(template):
    """The dashboard reckons with the prices that batches and `tintype cost` have."""
    prices = template["Mappings"]["Prices"]["Dollars"]
    known = {"Request": LIST.request, "ApiCall": LIST.api_call, "IntelSecond": LIST.x86_64, "ArmSecond": LIST.aarch64}
    assert {name: float(price) for name, price in prices.items()} == known


def test_the_dashboard_is_json_once_its_values_are_in(resolved):
    """CloudWatch gets JSON, with this deployment's memory and its processor's price in the expressions."""
    body = json.loads(resolved("ApiKey").properties("Dashboard")["DashboardBody"])
    metrics = [metric for each in body["widgets"] for metric in each["properties"].get("metrics", [])]
    expressions = [metric[0]["expression"] for metric in metrics if isinstance(metric[0], dict)]
    assert expressions[0] == "(h1 * 0.0000002 + h2 / 1000 * 1769 / 1024 * 0.0000166667)"
