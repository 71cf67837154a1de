"""A bucket that dies at one of its calls, as a process that is killed does: nobody handles it, nothing follows it."""

from collections.abc import Callable

from tintype.s3 import Bucket


class Killed(BaseException):
    """Nothing catches it."""


class Dying(Bucket):
    """Dies before or after the call with this number, from 1; ``calls`` counts them, those of twins, too.

    Args:
        name: the bucket's.
        address: the server's.
        number: which call; 0 for none.
        when: "before" or "after".
    """

    def __init__(self, name: str, address: str, number: int = 0, when: str = "before") -> None:
        super().__init__(name, address=address, tls=False)
        self.calls = 0
        self._fatal = (number, when)

    def _once(self, *arguments):
        self.calls += 1
        self._perish("before")
        response = super()._once(*arguments)
        self._perish("after")
        return response

    def _perish(self, when: str) -> None:
        if (self.calls, when) == self._fatal:
            raise Killed

    def twin(self, name: str = "") -> Bucket:
        """Return a bucket that lives."""
        return Bucket(name or self.name, address=self._host, tls=False)


def moments(name: str, address: str, work: Callable[[Bucket], object]) -> list[tuple[int, str]]:
    """Return every moment at which ``work``, which is done once here, can die."""
    bucket = Dying(name, address)
    work(bucket)
    bucket.close()
    return [(number, when) for number in range(1, bucket.calls + 1) for when in ("before", "after")]
