"""A deployment of which the registry alone is there."""

from workbench.context import Context


class Here(Context):
    """Works with a test's bucket; there is no API, and no queue."""

    kind = "local"

    def __init__(self, bucket):
        self._bucket = bucket

    session = property(lambda _: None)

    def api_key(self):
        """Return none."""

    def queue(self, name):
        """Return none."""

    def registry(self):
        """Return the test's bucket."""
        return self._bucket
