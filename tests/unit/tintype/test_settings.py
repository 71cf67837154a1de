import re
from pathlib import Path

import pytest

from tintype.errors import SettingsError
from tintype.settings import Settings

_CONFIGURATION = Path(__file__).resolve().parents[3] / "docs" / "configuration.md"
_ROW = re.compile(r"^\|\s*`TINTYPE_(?P<name>[A-Z_]+)`\s*\|(?P<cells>.*)\|\s*$", re.MULTILINE)


def _documented() -> dict[str, str]:
    """Each variable's row in docs/configuration.md, by its field's name."""
    return {match["name"].lower(): match["cells"] for match in _ROW.finditer(_CONFIGURATION.read_text())}


def test_every_field_is_documented():
    """docs/configuration.md has a row for each variable that is read, and for no other."""
    assert set(_documented()) == set(Settings._fields)


@pytest.mark.parametrize("field", Settings._field_defaults)
def test_default_is_documented(field):
    """A variable's row shows its default in backticks; an empty default needs none."""
    default = Settings._field_defaults[field]
    if default in ("", ()):
        return
    numbers = re.findall(r"`([^`]+)`", _documented()[field])
    shown = f"{default:g}" if isinstance(default, float) else str(default)
    assert shown in [text.replace(",", "") for text in numbers]


def test_only_the_model_bucket_is_needed():
    """With the registry's bucket alone, everything else has its default."""
    assert Settings.from_environment({"TINTYPE_MODEL_BUCKET": "models"}) == Settings("models")


@pytest.mark.parametrize("environment", [{}, {"TINTYPE_MODEL_BUCKET": ""}])
def test_model_bucket_is_needed(environment):
    """A missing or empty registry bucket is an error that names the variable."""
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment(environment)
    assert caught.value.detail.startswith("TINTYPE_MODEL_BUCKET: expected")


def test_values_are_typed():
    """Whole numbers, fractions, names and lists arrive as their types."""
    settings = Settings.from_environment(
        {
            "TINTYPE_MODEL_BUCKET": "models",
            "TINTYPE_REFRESH_SECONDS": "2.5",
            "TINTYPE_MAX_PIXELS": "1000",
            "TINTYPE_PRELOAD": " digits, ,shoes,",
            "TINTYPE_CORS_ORIGIN": "https://example.com",
        }
    )
    assert settings == Settings(
        "models", preload=("digits", "shoes"), refresh_seconds=2.5, max_pixels=1000, cors_origin="https://example.com"
    )


def test_empty_means_default():
    """An empty variable, as CloudFormation passes an empty parameter, leaves the default."""
    assert Settings.from_environment({"TINTYPE_MODEL_BUCKET": "m", "TINTYPE_MAX_PIXELS": ""}) == Settings("m")


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("TINTYPE_MAX_PIXELS", "many"),
        ("TINTYPE_MAX_PIXELS", "1.5"),
        ("TINTYPE_MAX_PIXELS", "-1"),
        ("TINTYPE_REFRESH_SECONDS", "soon"),
        ("TINTYPE_REFRESH_SECONDS", "-0.1"),
        ("TINTYPE_REFRESH_SECONDS", "nan"),
        ("TINTYPE_THREADS", "0x4"),
    ],
)
def test_bad_numbers(variable, text):
    """What is no number of its type, or is negative, is an error that names the variable and shows the text."""
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment({"TINTYPE_MODEL_BUCKET": "models", variable: text})
    assert caught.value.detail.startswith(f"{variable}: expected a number")
    assert caught.value.detail.endswith(f"received {text!r}")


def test_other_variables_are_left_alone():
    """Variables of other programs do not matter."""
    assert Settings.from_environment({"TINTYPE_MODEL_BUCKET": "m", "AWS_REGION": "x", "THREADS": "y"}) == Settings("m")
