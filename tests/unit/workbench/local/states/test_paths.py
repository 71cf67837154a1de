import pytest

from workbench.local.states.paths import exists, fill, look_up, put

DATA = {"output": {"bucket": "b", "prefix": "out/"}, "items": [1]}


def test_look_up():
    """A path leads through names to a value; the shortest one is everything."""
    assert look_up("$.output.bucket", DATA) == "b"
    assert look_up("$", DATA) is DATA
    assert exists("$.output", DATA)
    assert not exists("$.output.bucket.name", DATA)
    assert not exists("$.input", DATA)


@pytest.mark.parametrize("path", ["$.items[0]", "$..bucket", "$$.Execution.Id", "output"])
def test_other_paths(path):
    """What is more than such a path is refused by name."""
    with pytest.raises(ValueError, match="interprets no others"):
        look_up(path, DATA)


def test_fill():
    """A payload template keeps what it says and fills in what it refers to, at any depth."""
    template = {
        "fixed": [{"Key.$": "$.output.prefix"}],
        "number.$": "States.StringToJson('20')",
        "text.$": "States.Format('{}runs', $.output.prefix)",
    }
    assert fill(template, DATA) == {"fixed": [{"Key": "out/"}], "number": 20, "text": "out/runs"}


def test_put():
    """A result is added under a name, or takes the input's place."""
    assert put("$.merge", {"a": 1}, 2) == {"a": 1, "merge": 2}
    assert put("$", {"a": 1}, 2) == 2
