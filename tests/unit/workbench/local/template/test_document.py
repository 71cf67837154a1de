"""CloudFormation YAML as plain dictionaries."""

import pytest

from workbench.local.template.document import load


def test_short_tags(tmp_path):
    """Short tags become the long functions, whatever they are put on."""
    path = tmp_path / "template.yaml"
    path.write_text(
        "Resources:\n  A: !Ref X\n  B: !GetAtt X.Y.Z\n  C: !Join [a, [!Ref X]]\n  D: !Transform {Name: N}\n"
    )
    assert load(path)["Resources"] == {
        "A": {"Ref": "X"},
        "B": {"Fn::GetAtt": ["X", "Y.Z"]},
        "C": {"Fn::Join": ["a", [{"Ref": "X"}]]},
        "D": {"Fn::Transform": {"Name": "N"}},
    }


@pytest.mark.parametrize("text", ["", "[1, 2]", "Parameters: {}"])
def test_no_template(tmp_path, text):
    """A file without resources is refused by its name."""
    path = tmp_path / "other.yaml"
    path.write_text(text)
    with pytest.raises(ValueError, match=r"Resources section, received .*other\.yaml"):
        load(path)
