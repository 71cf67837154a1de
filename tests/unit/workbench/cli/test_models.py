"""What the registry has, for people and for scripts."""

import json

import pytest

from tintype.registry.annotating import annotate


@pytest.mark.usefixtures("digits")
def test_list(run):
    """Each model has its versions, what is live and the last release."""
    [found] = json.loads(run("list", "--json").stdout)
    assert (found["name"], found["versions"]) == ("digits", [1, 2, 3])
    assert found["aliases"] == {"production": {"2": 1.0}, "staging": {"3": 1.0}}
    assert found["last_release"]["why"] == "to look at"
    assert "production 2; staging 3" in run("list").stdout


def test_list_nothing(run):
    """An empty registry says how to get a model."""
    assert json.loads(run("list", "--json").stdout) == []
    assert "`tintype train`" in run("list").stdout


@pytest.mark.usefixtures("digits")
@pytest.mark.parametrize(("named", "version"), [("digits", 2), ("digits@3", 3), ("digits@staging", 3)])
def test_show(run, named, version):
    """A version is shown by its number, an alias, or what is live."""
    document = json.loads(run("show", named, "--json").stdout)
    assert document["version"] == version
    assert document["files"]["model"]["size"] == 4
    text = run("show", named).stdout
    assert f"digits, version {version}" in text
    assert "[-1, 2, 2, 1]" in text
    assert "lineage" in text


@pytest.mark.usefixtures("digits")
@pytest.mark.parametrize(
    ("named", "code"), [("digits@9", 4), ("digits@nobody", 4), ("other", 4), ("Digits!", 2), ("digits@", 2)]
)
def test_show_what_is_not_there(run, named, code):
    """What does not exist ends with 4, what cannot be a name with 2; stdout stays empty."""
    done = run("show", named)
    assert (done.exit_code, done.stdout) == (code, "")
    assert done.stderr.startswith("tintype show: ")


def test_what_is_said_of_it(run, bucket, digits):
    """Tags and the description of a version are shown, and that nobody signed it."""
    annotate(bucket, digits, 2, add=["audited"], description="by hand")
    document = json.loads(run("show", digits, "--json").stdout)
    assert (document["tags"], document["description"], document["signed"]) == (["audited"], "by hand", False)
    assert "audited" in run("show", digits).stdout


@pytest.mark.usefixtures("digits")
def test_diff(run):
    """Two versions differ in their metrics, labels and files, and numbers have their difference."""
    found = json.loads(run("diff", "digits@1", "digits@3", "--json").stdout)
    assert (found["first"], found["second"]) == ("digits@1", "digits@3")
    differences = {(each["part"], each["name"]): (each["first"], each["second"]) for each in found["differences"]}
    assert differences["metrics", "accuracy"] == (0.9, 0.97)
    assert differences["labels", "names"] == (["two"], ["many"])
    assert ("files", "model.sha256") in differences
    assert ("preprocessing", "width") not in differences
    assert "+0.07" in run("diff", "digits@1", "digits@3").stdout


@pytest.mark.usefixtures("digits")
def test_no_difference(run):
    """A version does not differ from itself."""
    done = run("diff", "digits@2", "digits@production")
    assert (done.exit_code, "nothing" in done.stdout) == (0, True)


def test_context(run, bucket):
    """The context says which deployment it is and what its buckets are called."""
    found = json.loads(run("context", "--json").stdout)
    assert (found["kind"], found["models_bucket"]) == ("local", bucket.name)
    assert "127.0.0.1:1/api" in run("context").stdout
