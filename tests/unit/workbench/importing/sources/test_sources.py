import pytest

from workbench.importing.errors import SourceError
from workbench.importing.sources import load


@pytest.mark.parametrize(
    ("name", "reason"),
    [("m.h5", "cannot read safely"), ("m.pth", "may run code"), ("m.onnx", "onnx2tf"), ("m.zip", "received m.zip")],
)
def test_other_formats(tmp_path, options, name, reason):
    """Formats that are not read, or not safely, are refused with what to do instead."""
    (tmp_path / name).write_bytes(b"")
    with pytest.raises(SourceError, match=reason):
        load(tmp_path / name, options)


def test_missing(tmp_path, options):
    """A path that leads nowhere is refused."""
    with pytest.raises(SourceError, match="does not exist"):
        load(tmp_path / "model.keras", options)
