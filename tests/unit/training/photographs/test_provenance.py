from __future__ import annotations

from PIL import Image

from training.photographs.provenance import data, lineage


def test_lineage(tmp_path):
    """The digest is of the photographs that are learnt from alone, and the card says how many these are."""
    for split, name, level in (("train", "a", 10), ("train", "b", 20), ("test", "c", 30)):
        (tmp_path / split).mkdir(exist_ok=True)
        Image.new("L", (4, 4), level).save(tmp_path / split / f"{name}.png")
    first = lineage({"steps": 5}, tmp_path)
    assert first["hyperparameters"] == {"steps": 5}
    assert data(first).startswith("**Data.** 2 photographs")
    (tmp_path / "test" / "c.png").unlink()
    assert lineage({}, tmp_path)["data"] == first["data"]
    Image.new("L", (4, 4), 21).save(tmp_path / "train" / "b.png")
    assert lineage({}, tmp_path)["data"]["digest"] != first["data"]["digest"]
