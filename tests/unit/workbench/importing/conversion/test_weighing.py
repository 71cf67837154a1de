import pytest

from tests.models.published import file
from tests.unit.workbench.importing.conftest import picture
from tintype.images import Preprocessing
from workbench.importing.conversion.weighing import weigh

pytestmark = pytest.mark.slow


def test_weigh():
    """Each file's times are plausible, and an answer takes longer than running alone."""
    found = weigh({"a": file("colours"), "b": file("colours")}, Preprocessing(4, 4, dtype="uint8"), picture(0, 0, 200))
    assert list(found) == ["a", "b"]
    for weight in found.values():
        assert 0 < weight.run_ms < weight.answer_ms
        assert 0 < weight.load_ms < 10_000
        assert 0 <= weight.memory_mb < 50


def test_memory():
    """Memory is that of the file at least."""
    large = file("colours") + bytes(20_000_000)
    [weight] = weigh({"a": large}, Preprocessing(4, 4, dtype="uint8"), picture(0, 0)).values()
    assert weight.memory_mb > 20
