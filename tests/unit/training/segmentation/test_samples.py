from __future__ import annotations

import pytest
from PIL import Image

from training.segmentation.samples import Sample, digest, split

BLANK = Image.new("L", (2, 2))


def test_split():
    """About a fifth is held out, always the same, and no group is on both sides."""
    samples = [Sample(f"{index}", f"patient {index // 2}", BLANK, BLANK) for index in range(1000)]
    train, test = split(samples)
    assert len(train) + len(test) == 1000
    assert len(test) == pytest.approx(200, abs=50)
    assert not {sample.group for sample in train} & {sample.group for sample in test}
    assert split(samples[::-1])[1] == test[::-1]


def test_digest():
    """The digest is that of names, images and masks, in whatever order they come."""
    one, other = Sample("a", "a", BLANK, BLANK), Sample("b", "b", BLANK, BLANK)
    assert digest([one, other]) == digest([other, one])
    changed = [one._replace(name="c"), one._replace(image=Image.new("L", (2, 2), 1))]
    changed.append(one._replace(mask=Image.new("L", (2, 2), 1)))
    assert len({digest([each]) for each in (one, *changed)}) == 4
