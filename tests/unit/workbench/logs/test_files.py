import pytest

from workbench.logs import UnknownFunctionError, chosen
from workbench.logs.files import found

EMF = '{"_aws":{"Timestamp":1795521767386},"message":"GET /health"}\n'


@pytest.fixture
def log(tmp_path):
    """A function's log with a line before the first that says when it was written."""
    folder = tmp_path / "logs"
    folder.mkdir()
    for name in ("PredictUploadFunction.log", "stack.log", "PredictHttpFunction.emulator.log"):
        (folder / name).write_text("2026-11-24 12:00:00,500 INFO x\n")
    path = folder / "PredictHttpFunction.log"
    path.write_text("START\n" + EMF + "END\n")
    return path


def http(tmp_path):
    return chosen(list(found(tmp_path)), ["http"])[0]


def test_names(log, tmp_path):  # noqa: ARG001 -- the files
    """Each function's log has its name; what the emulators say is left out."""
    sources = list(found(tmp_path))
    assert [source.name for source in sources] == ["predict-http", "predict-upload", "stack"]
    assert chosen(sources, []) == sources
    for name in ("upload", "predict-upload", "PredictUploadFunction"):
        assert [source.name for source in chosen(sources, [name])] == ["predict-upload"]
    with pytest.raises(UnknownFunctionError, match="one of predict-http, predict-upload, stack"):
        chosen(sources, ["download"])


def test_lines_without_a_time(log, tmp_path):  # noqa: ARG001 -- the file
    """A line that does not say when it was written is as old as the one before it, or the first that says."""
    lines = http(tmp_path).read(0)
    assert [line.time for line in lines] == [1795521767.386] * 3
    assert [line.text for line in lines] == ["START", EMF.strip(), "END"]


def test_since(log, tmp_path):  # noqa: ARG001 -- the file
    """Older lines are left out."""
    assert http(tmp_path).read(1795521767.387) == []


def test_grows(log, tmp_path):
    """Each reading gives what is new, and a line only when it is whole."""
    source = http(tmp_path)
    source.read(0)
    with log.open("a") as file:
        file.write('half a "line')
        file.flush()
        assert source.read(0) == []
        file.write('"\n')
    assert [line.text for line in source.read(0)] == ['half a "line"']


def test_begun_anew(log, tmp_path):
    """A file that was begun anew is read from its start."""
    source = http(tmp_path)
    source.read(0)
    log.write_text("new\n")
    assert [line.text for line in source.read(0)] == ["new"]
