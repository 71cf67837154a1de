import pytest

from tintype.batches.pricing import LIST
from workbench.costing.errors import CostError
from workbench.costing.own import prices


def test_own_prices(tmp_path):
    """A file's prices stand in the place of the listed ones; the others stay."""
    file = tmp_path / "prices.json"
    file.write_text('{"api_call": 0.0000037, "server_hour": 0}')
    assert prices(file) == LIST._replace(api_call=0.0000037, server_hour=0)
    assert prices(None) == LIST


@pytest.mark.parametrize(
    "text", ["", "[]", '{"gold": 1}', '{"get": -1}', '{"get": "1"}', '{"get": true}', '{"get": NaN}']
)
def test_no_prices(tmp_path, text):
    """What is no price is refused with the names of those that there are."""
    file = tmp_path / "prices.json"
    file.write_text(text)
    with pytest.raises(CostError, match="server_hour"):
        prices(file)


def test_no_file(tmp_path):
    """A file that is not there is named."""
    with pytest.raises(CostError, match="nothing"):
        prices(tmp_path / "nothing.json")
