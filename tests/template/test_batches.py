import json
import re

import pytest

from tests.template.test_policies import READ, allowed, statements

PIECES = {"s3:GetObject", "s3:PutObject", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload"}


@pytest.fixture(scope="session")
def definition(repository) -> dict:
    return json.loads((repository / "batches.asl.json").read_text())


@pytest.fixture(scope="session")
def maps(definition) -> dict:
    return {name: state for name, state in definition["States"].items() if state["Type"] == "Map"}


def test_nothing_is_made_unless_asked_for(template):
    """Batches are off by default, and then no state machine, function, role, log, alarm or dashboard."""
    assert template["Parameters"]["Batches"]["Default"] == "Off"
    made = {name for name, resource in template["Resources"].items() if "Batch" in name}
    assert len(made) == 9
    assert {template["Resources"][name]["Condition"] for name in made} == {"BatchesAreOn"}


def test_every_substitution_is_given(resources, repository):
    """The definition's variables are exactly those that the template fills in."""
    given = resources["BatchStateMachine"]["Properties"]["DefinitionSubstitutions"]
    assert set(re.findall(r"\$\{(\w+)\}", (repository / "batches.asl.json").read_text())) == set(given)


def test_every_state_is_reached(definition):
    """Each state follows another one, and the machine starts and ends."""
    states = definition["States"]
    named = {definition["StartAt"]} | {state["Next"] for state in states.values() if "Next" in state}
    for state in states.values():
        named |= {choice["Next"] for choice in state.get("Choices", [])} | {state.get("Default", definition["StartAt"])}
    assert named == set(states)
    assert [name for name, state in states.items() if state.get("End")] == ["Summary"]


def test_sources_differ_in_their_reader_alone(maps):
    """A listing and both kinds of manifest are worked on in the same way."""
    assert set(maps) == {"Listing", "CsvManifest", "JsonLinesManifest"}
    rest = [{k: v for k, v in state.items() if k not in {"ItemReader", "Label", "Comment"}} for state in maps.values()]
    assert rest[0] == rest[1] == rest[2]
    readers = {name: state["ItemReader"] for name, state in maps.items()}
    assert readers["Listing"]["Resource"].endswith("s3:listObjectsV2")
    assert readers["CsvManifest"]["ReaderConfig"] == {"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW"}
    assert readers["JsonLinesManifest"]["ReaderConfig"] == {"InputType": "JSONL"}


def test_a_block_is_tried_again_unless_that_is_in_vain(maps):
    """A block of 100 keys is tried again with growing pauses, but not for a model that is not there."""
    state = maps["Listing"]
    assert state["ItemBatcher"]["MaxItemsPerBatch"] == 100
    assert state["ItemProcessor"]["ProcessorConfig"]["Mode"] == "DISTRIBUTED"
    never, later = state["ItemProcessor"]["States"]["Block"]["Retry"]
    assert never["MaxAttempts"] == 0
    assert "ModelNotFoundError" in never["ErrorEquals"]
    assert (later["ErrorEquals"], later["JitterStrategy"]) == (["States.ALL"], "FULL")
    assert later["BackoffRate"] > 1


def test_the_machine_reaches_its_children_and_its_function_alone(resources):
    """It starts its own children, calls the alias, lists and reads inputs, and writes results."""
    role = resources["BatchStateMachineRole"]
    name = resources["BatchStateMachine"]["Properties"]["Name"]["Fn::Sub"]
    starting = [s for s in statements(role) if "states:StartExecution" in s["Action"]]
    assert [s["Resource"]["Fn::Sub"].partition(":stateMachine:")[2] for s in starting] == [name]
    assert allowed(role, "PredictBatchFunction.Alias") == {"lambda:InvokeFunction"}
    assert allowed(role, "UploadBucket") == READ
    assert allowed(role, "ResultBucket") == PIECES
    assert allowed(role, "BatchBucket") == PIECES | READ


def test_the_function_reads_images_and_writes_results(resources):
    """It reads models and images, and writes results only, or to the bucket that is named for both."""
    role = resources["PredictBatchRole"]
    assert allowed(role, "ModelBucket") == READ | {"s3:PutObject"}
    assert allowed(role, "UploadBucket") == READ | {"s3:GetObjectVersion"}
    assert allowed(role, "ResultBucket") == READ | {"s3:PutObject"}
    assert allowed(role, "BatchBucket") == READ | {"s3:GetObjectVersion", "s3:PutObject"}
