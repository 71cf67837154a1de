import sys

import pytest

from workbench.packaging import sizes


@pytest.fixture
def build(tmp_path):
    for name, size in {"TintypeLayer/python/a.py": 400_000, "PredictHttpFunction/app.py": 100_000}.items():
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_bytes(bytes(size))
    (tmp_path / "template.yaml").write_text("the built template is no artefact")
    return tmp_path


def test_each_function_and_layer_is_measured(build):
    """Every folder of the build is counted in bytes, files beside them are not."""
    assert sizes.measure(build) == {"PredictHttpFunction": 100_000, "TintypeLayer": 400_000}


def test_the_table_ends_with_the_sum(build):
    """The last line is what all functions and layers weigh together."""
    assert sizes.table(sizes.measure(build)).splitlines()[-1].split() == ["all", "0.50", "MB"]


def test_a_build_that_grew_too_large_fails(build, monkeypatch, capsys):
    """Above the limit the command fails, after it has printed the table."""
    monkeypatch.setattr(sizes, "LIMIT_MB", 0.4)
    monkeypatch.setattr(sys, "argv", ["sizes", str(build)])
    with pytest.raises(SystemExit, match=r"expected at most 0\.4 MB"):
        sizes.main()
    assert "TintypeLayer" in capsys.readouterr().out
