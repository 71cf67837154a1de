import re
from importlib import import_module

import pytest

FUNCTIONS = (
    "PredictHttpFunction",
    "PredictUploadFunction",
    "PredictBatchFunction",
    "PredictShadowFunction",
    "JudgeCanaryFunction",
    "PageFunction",
)


@pytest.fixture(params=FUNCTIONS)
def function(request, resources) -> dict:
    return resources[request.param]["Properties"]


def test_its_handler_is_the_same_here_and_in_lambda(function, monkeypatch):
    """The handler's dotted path names a function of this repository."""
    for name in ("MODEL", "UPLOAD", "RESULT"):
        monkeypatch.setenv(f"TINTYPE_{name}_BUCKET", f"tintype-{name.lower()}s")
    module, _, name = function["Handler"].rpartition(".")
    assert module.startswith(function["CodeUri"].replace("/", "."))
    assert callable(getattr(import_module(module), name))


def test_a_new_layer_or_variable_is_published(function, template):
    """The alias moves to a new version on any change, not only on a change of the code."""
    assert template["Globals"]["Function"]["AutoPublishAlias"] == "live"
    assert function["AutoPublishAliasAllProperties"] is True


def test_its_logs_are_structured_and_expire(function, resources):
    """It writes JSON into a log group of the template, whose retention is a parameter."""
    group = resources[function["LoggingConfig"]["LogGroup"]["Ref"]]["Properties"]
    assert function["LoggingConfig"]["LogFormat"] == "JSON"
    assert group["RetentionInDays"] == {"Ref": "LogRetentionDays"}


def test_snapstart_costs_nothing_unless_asked_for(template):
    """SnapStart is off by default, and is on for published versions when the parameter says so."""
    assert template["Parameters"]["SnapStart"]["Default"] == "Off"
    assert template["Globals"]["Function"]["SnapStart"] == {
        "Fn::If": ["SnapStartIsOn", {"ApplyOn": "PublishedVersions"}, {"Ref": "AWS::NoValue"}]
    }


def test_both_layers_are_used(translated):
    """Each translated function but the page's has our layer and the dependencies'; the page's has none."""
    assert "Layers" not in translated["Resources"]["PageFunction"]["Properties"]
    for name in FUNCTIONS[:-1]:
        layers = [layer["Ref"] for layer in translated["Resources"][name]["Properties"]["Layers"]]
        assert [re.sub("Layer.*", "", layer) for layer in layers] == ["Tintype", "Dependencies"]


def test_every_variable_and_parameter_is_documented(template, repository):
    """docs/configuration.md has each variable that the functions get, and each parameter."""
    text = (repository / "docs/configuration.md").read_text()
    variables = template["Globals"]["Function"]["Environment"]["Variables"]
    assert [name for name in (*variables, *template["Parameters"]) if not re.search(rf"`{name}\b", text)] == []
