import json

import pytest

from workbench.costing import measured
from workbench.costing.errors import CostError


def test_the_benchmarks_own_times():
    """The times are those of the table that `make bench` wrote: warm calls, and cold starts with an S3 as on AWS."""
    found = measured.models()
    tables = json.loads(measured.RESULTS.read_text())["tables"]
    assert found.keys() == {"digits", "photo"}
    for name, times in found.items():
        assert times.warm == tables[f"Warm calls: {name}, one client"]["tintype"]["p50"]
        assert 0 < times.warm < times.cold


@pytest.mark.parametrize("text", [None, "{", "[]", '{"tables": {"Warm calls: a, one client": {}}, "machine": {}}'])
def test_nothing_measured(tmp_path, text):
    """Without a file of the benchmarks it says how to get one, or do without."""
    file = tmp_path / "results.json"
    if text is not None:
        file.write_text(text)
    with pytest.raises(CostError, match="make bench"):
        measured.models(file)
