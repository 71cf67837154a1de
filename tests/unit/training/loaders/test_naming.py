from __future__ import annotations

import pytest

from training.errors import DatasetError
from training.hyperparameters import Hyperparameters
from training.loaders import load

HOW = Hyperparameters().preprocessing
NAMES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def test_names_of_numbers(idx_folder):
    """The digits of idx files get the names that the job's settings give, in every part."""
    split = load(idx_folder, HOW, names=NAMES)
    assert split.train.names == split.test.names == tuple(NAMES)


@pytest.mark.parametrize("names", [NAMES[:9], [*NAMES, "ten"], [*NAMES[:9], "one"]], ids=["few", "many", "twice"])
def test_as_many_names_as_labels(idx_folder, names):
    """Too few names, too many, or one twice are refused."""
    with pytest.raises(DatasetError, match="10 names, one for each label"):
        load(idx_folder, HOW, names=names)


def test_names_of_their_own(image_folder):
    """Labels that have names keep them: the same ones are taken, others are refused."""
    assert load(image_folder, HOW, names=("digit-3", "digit-7")).train.names == ("digit-3", "digit-7")
    with pytest.raises(DatasetError, match="as the data has them: digit-3, digit-7"):
        load(image_folder, HOW, names=("three", "seven"))
