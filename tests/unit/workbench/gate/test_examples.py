from __future__ import annotations

import gzip
import struct

import pytest

from tests.models.published import manifest
from tests.unit.workbench.conftest import LABELS
from tintype.images import decode
from tintype.serving.model import Model
from workbench.gate import examples
from workbench.gate.comparing import right_label
from workbench.gate.errors import GateError


def test_a_test_part_is_preferred(held_out, tmp_path):
    """Of a folder with train/ and test/ only the test images count."""
    (tmp_path / "train" / "x").mkdir(parents=True)
    held_out.rename(tmp_path / "test")
    assert {example.label for example in examples.read(str(tmp_path))} == set(LABELS)


def test_idx_files(tmp_path):
    """Test images in idx files come as PNG, with their numbers as labels."""
    (tmp_path / "t10k-images-idx3-ubyte.gz").write_bytes(
        gzip.compress(struct.pack(">IIII", 0x803, 2, 2, 2) + bytes([0, 1, 2, 3, 4, 5, 6, 7]))
    )
    (tmp_path / "t10k-labels-idx1-ubyte").write_bytes(struct.pack(">II", 0x801, 2) + bytes([3, 1]))
    first, second = examples.read(str(tmp_path))
    assert (first.label, second.label) == ("3", "1")
    assert decode(second.image).image.tobytes() == bytes([4, 5, 6, 7])


def test_idx_files_without_labels(tmp_path):
    """Images without the file of their labels are refused."""
    (tmp_path / "t10k-images-idx3-ubyte").write_bytes(struct.pack(">IIII", 0x803, 1, 1, 1) + b"1")
    with pytest.raises(GateError, match="t10k-labels"):
        examples.read(str(tmp_path))


def test_a_prefix_of_s3(bucket, held_out):
    """A set below an S3 prefix is read like a folder."""
    path = next(held_out.glob("*/*"))
    bucket.put(f"sets/a/{path.parent.name}/{path.name}", path.read_bytes())
    (found,) = examples.read(f"s3://{bucket.name}/sets/a")
    assert found == (f"{path.parent.name}/{path.name}", path.read_bytes(), path.parent.name)


def test_no_archive(tmp_path):
    """A file that only looks like an archive is refused."""
    (tmp_path / "set.zip").write_bytes(b"no zip")
    with pytest.raises(GateError, match="zip archive"):
        examples.read(str(tmp_path / "set.zip"))


def test_a_sample_is_spread_over_the_set():
    """Of a sorted set every part is in the sample."""
    many = [examples.Example(str(i), b"", "") for i in range(10)]
    assert [example.name for example in examples.spread(many, 4)] == ["0", "2", "5", "7"]
    assert examples.spread(many, 20) == many


def test_numbers_name_labels():
    """A number stands for the label of that place, unless it is a label itself."""
    assert right_label("2", Model(manifest("colours"), None)) == "blue"
    assert right_label("2", Model(manifest("digits"), None)) == "2"
    assert right_label("3", Model(manifest("colours"), None)) == "3"
