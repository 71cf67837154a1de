"""template-tensorflow.yaml, and the image that it is made of."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from samtranslator.yaml_helper import yaml_parse

from tests.layers.test_dependencies import pins
from workbench.packaging.translate import translate

FOLDER = "functions/predict_tensorflow"


@pytest.fixture(scope="module")
def tensorflow(repository):
    """The template as written."""
    return yaml_parse((repository / "template-tensorflow.yaml").read_text())


@pytest.fixture(scope="module")
def function(tensorflow):
    """Its one function."""
    return tensorflow["Resources"]["PredictTensorFlowFunction"]


def test_the_same_handler(function, template):
    """The image runs the handler that the other template's function has, without layers and without SnapStart."""
    [command] = function["Properties"]["ImageConfig"]["Command"]
    assert command == template["Resources"]["PredictHttpFunction"]["Properties"]["Handler"]
    assert function["Properties"]["PackageType"] == "Image"
    assert not {"Layers", "SnapStart", "Runtime", "Handler"} & set(function["Properties"])


def test_each_parameter_explains_itself(tensorflow, repository):
    """Every parameter has a description, a default, a place in a group, and is in docs/configuration.md."""
    text = (repository / "docs/configuration.md").read_text()
    groups = tensorflow["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"]
    grouped = [name for group in groups for name in group["Parameters"]]
    assert sorted(grouped) == sorted(tensorflow["Parameters"])
    assert all(parameter["Description"] and "Default" in parameter for parameter in tensorflow["Parameters"].values())
    assert [name for name in tensorflow["Parameters"] if not re.search(rf"`{name}\b", text)] == []


def test_a_parameter_of_both_takes_the_same(tensorflow, template):
    """A parameter that both templates have admits the same values, sizes and times of the function apart."""
    own = {"MemorySize", "ModelMemoryMb", "Timeout"}
    for name in (tensorflow["Parameters"].keys() & template["Parameters"].keys()) - own:
        here, there = ({**t["Parameters"][name], "Description": ""} for t in (tensorflow, template))
        assert (name, here) == (name, there)


def test_its_registry_is_its_own_or_another_ones(tensorflow):
    """With the name of a registry no bucket is made."""
    made = {name for name, item in tensorflow["Resources"].items() if item["Type"].startswith("AWS::S3::")}
    assert made == {"ModelBucket", "ModelBucketPolicy"}
    assert all(tensorflow["Resources"][name]["Condition"] == "RegistryIsOwn" for name in made)


def test_only_what_is_public_takes_no_key(function):
    """Each route needs a key, but the descriptions, the health check and a browser's preflight."""
    events = [event["Properties"] for event in function["Properties"]["Events"].values()]
    without = {(item["Path"], item["Method"]) for item in events if item.get("Auth") == {"ApiKeyRequired": False}}
    assert without == {
        *((path, "any") for path in ("/openapi.json", "/docs", "/health")),
        *((path, "options") for path in ("/v1/{proxy+}", "/v2/{proxy+}")),
    }
    assert {item["Path"] for item in events} - {path for path, _ in without} == {"/v2"}


def test_tensorflow_is_in_the_image_alone(repository):
    """The image has TensorFlow at the workspace's version, each package by hash; no layer has it."""
    image, workspace = (
        pins(repository / path) for path in (f"{FOLDER}/requirements.txt", "requirements/workspace.txt")
    )
    assert image["tensorflow-cpu"] == workspace["tensorflow-cpu"]
    assert {name: versions for name, versions in image.items() if not versions <= workspace.get(name, set())} == {}
    for requirement in re.split(r"\n(?=\w)", (repository / FOLDER / "requirements.txt").read_text().strip()):
        assert "--hash=sha256:" in requirement
    layer = pins(repository / "layers/dependencies/requirements.txt")
    assert not {"tensorflow", "tensorflow-cpu", "keras"} & layer.keys()


def test_the_context_is_what_is_copied(repository):
    """What .dockerignore lets through is what the Dockerfile copies, and is there."""
    ignored = (repository / ".dockerignore").read_text().splitlines()
    allowed = {line[1:] for line in ignored if line.startswith("!")}
    copied = set(re.findall(r"^COPY (\S+) ", (repository / FOLDER / "Dockerfile").read_text(), re.MULTILINE))
    assert copied == allowed
    assert all((repository / path).exists() for path in copied)


@pytest.mark.slow
def test_what_cloudformation_gets_is_clean(repository, tmp_path):
    """cfn-lint finds nothing in the translated template."""
    target = tmp_path / "translated.json"
    command = [sys.executable, "-m", "workbench.packaging.translate", "template-tensorflow.yaml", str(target)]
    subprocess.run(command, cwd=repository, check=True, capture_output=True)
    lint = [Path(sys.executable).with_name("cfn-lint"), target]
    done = subprocess.run(lint, cwd=repository, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_each_call_reaches_the_alias(repository):
    """API Gateway calls the alias, so that a deploy moves all calls at once."""
    resources = translate(repository / "template-tensorflow.yaml")["Resources"]
    permissions = [item["Properties"] for item in resources.values() if item["Type"] == "AWS::Lambda::Permission"]
    assert len(permissions) == 8
    assert {str(item["FunctionName"]) for item in permissions} == {"{'Ref': 'PredictTensorFlowFunctionAliaslive'}"}
