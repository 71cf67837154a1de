"""Which values a template's parameters take."""

import pytest

from workbench.local.template.parameters import parameter_values, parse_overrides, samconfig_overrides


@pytest.mark.parametrize("value", ['A=1 B="x y"', ["A=1", "B='x y'"], {"A": 1, "B": "x y"}])
def test_parse_overrides(value):
    """All of SAM's ways to write overrides mean the same."""
    assert parse_overrides(value) == {"A": "1", "B": "x y"}


def test_samconfig_environment(tmp_path):
    """Overrides are read from the asked environment, the command's over the global ones."""
    path = tmp_path / "samconfig.toml"
    path.write_text(
        '[x.global.parameters]\nparameter_overrides = "A=1 B=1"\n[x.deploy.parameters]\nparameter_overrides = "B=2"\n'
    )
    assert samconfig_overrides(path, "x") == {"A": "1", "B": "2"}
    assert samconfig_overrides(path) == {}


def test_no_samconfig(tmp_path):
    """Without the file there are no overrides."""
    assert samconfig_overrides(tmp_path / "samconfig.toml") == {}


def test_values():
    """Numbers come as text, as CloudFormation gives them, and comma-delimited lists as lists."""
    declared = {"N": {"Type": "Number", "Default": 5}, "L": {"Type": "CommaDelimitedList", "Default": "a, b"}}
    assert parameter_values({"Parameters": declared}, {"N": "6"}) == {"N": "6", "L": ["a", "b"]}


def test_value_that_is_not_allowed():
    """A value outside of AllowedValues is answered by those inside."""
    declared = {"Mode": {"Type": "String", "Default": "on", "AllowedValues": ["on", "off"]}}
    assert parameter_values({"Parameters": declared}, {"Mode": "off"}) == {"Mode": "off"}
    with pytest.raises(ValueError, match="Mode to be one of on, off, received of"):
        parameter_values({"Parameters": declared}, {"Mode": "of"})


def test_value_that_does_not_match():
    """A value is held against the whole of AllowedPattern."""
    declared = {"Stage": {"Type": "String", "Default": "api", "AllowedPattern": "[a-z]+"}}
    assert parameter_values({"Parameters": declared}, {}) == {"Stage": "api"}
    with pytest.raises(ValueError, match=r"Stage to match \[a-z\]\+, received a/b"):
        parameter_values({"Parameters": declared}, {"Stage": "a/b"})


def test_missing_value():
    """A parameter without any value is named together with the remedy."""
    with pytest.raises(ValueError, match=r"parameter Name .* samconfig\.toml"):
        parameter_values({"Parameters": {"Name": {"Type": "String"}}}, {})
