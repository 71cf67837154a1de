from __future__ import annotations

from contextlib import closing

import pytest

from tintype.errors import SettingsError
from tintype.settings import Settings
from tintype.uploads.buckets import connect


@pytest.mark.usefixtures("aws")
def test_two_buckets():
    """Uploads are read from one bucket and results are written to another."""
    uploads, results = connect(Settings("models", upload_bucket="in", result_bucket="out"))
    with closing(uploads), closing(results):
        assert (uploads.name, results.name) == ("in", "out")


@pytest.mark.parametrize("both", [{"result_bucket": "in"}, {"result_bucket": "out", "model_bucket": "in"}])
def test_loop(both):
    """Settings by which answers, or models, would be uploads are refused."""
    with pytest.raises(SettingsError) as caught:
        connect(Settings(**{"model_bucket": "models", "upload_bucket": "in"} | both))
    assert caught.value.detail.startswith("TINTYPE_UPLOAD_BUCKET: expected another bucket than TINTYPE_")


@pytest.mark.parametrize("missing", ["upload_bucket", "result_bucket"])
def test_missing(missing):
    """A bucket without a name is refused."""
    with pytest.raises(SettingsError) as caught:
        connect(Settings(**{"model_bucket": "models", "upload_bucket": "in", "result_bucket": "out"} | {missing: ""}))
    assert f"TINTYPE_{missing.upper()}" in caught.value.detail
