import pytest

from workbench.commands.batch import AddressError, Options, execution_input


def test_prefix():
    """A prefix is listed, and the results' prefix ends with a slash."""
    assert execution_input("s3://images/in/", "s3://results/out", Options("digits", top=1)) == {
        "input": {"bucket": "images", "prefix": "in/"},
        "output": {"bucket": "results", "prefix": "out/"},
        "asked": {"model": "digits", "label": "production", "top": 1},
    }


@pytest.mark.parametrize(("key", "kind"), [("list.csv", "CSV"), ("a/list.jsonl", "JSONL")])
def test_manifest(key, kind):
    """A manifest is told by the end of its name, and a version is asked for where it is given."""
    made = execution_input(f"s3://images/{key}", "s3://results", Options("digits", 3))
    assert made["manifest"] == {"bucket": "images", "key": key, "type": kind}
    assert made["output"]["prefix"] == ""
    assert made["asked"]["version"] == 3


@pytest.mark.parametrize("address", ["images/in/", "s3:///in/", "https://images/in"])
def test_malformed(address):
    """What is no address in S3 is refused."""
    with pytest.raises(AddressError, match="s3://bucket/prefix/"):
        execution_input(address, "s3://results/out/", Options("digits"))


@pytest.mark.parametrize("source", ["s3://own/", "s3://own/in/", "s3://own/in/o"])
def test_results_among_images(source):
    """Results that a second run would read as images are refused; beside them they may lie in one bucket."""
    with pytest.raises(AddressError, match="elsewhere"):
        execution_input(source, "s3://own/in/out/", Options("digits"))
    assert execution_input("s3://own/in/", "s3://own/out/", Options("digits"))["output"]["prefix"] == "out/"
