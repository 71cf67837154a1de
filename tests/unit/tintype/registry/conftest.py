"""A bucket whose answers get lost."""

import pytest

from tintype.errors import StorageUnavailableError
from tintype.s3 import Bucket


class _Forgetful(Bucket):
    """The answer to the first write of each key is lost after S3 has written."""

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.lost = []

    def _once(self, method, key, *arguments):
        response = super()._once(method, key, *arguments)
        if method == "PUT" and key not in self.lost:
            self.lost.append(key)
            raise StorageUnavailableError("the answer was lost")
        return response


@pytest.fixture
def forgetful(bucket, aws, monkeypatch):
    """The test's bucket, over a network that loses each first answer to a write."""
    monkeypatch.setattr("tintype.s3.bucket._FIRST_PAUSE", 0.0)
    bucket = _Forgetful(bucket.name, address=aws, tls=False)
    yield bucket
    bucket.close()
