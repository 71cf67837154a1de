import pytest

from tintype.registry.parallel import read_each


@pytest.mark.parametrize("count", [0, 1, 7, 8, 9, 50])
def test_order(bucket, count):
    """What is read comes back in order, however many there are."""
    items = [f"key-{number}" for number in range(count)]
    for item in items:
        bucket.put(item, item.encode())
    assert read_each(bucket, items, lambda twin, key: twin.get(key).body.decode()) == items


def test_failure(bucket):
    """If one cannot be read, its error is everybody's."""

    def read(_, number):
        if number == 5:
            raise ValueError(number)

    with pytest.raises(ValueError, match="5"):
        read_each(bucket, range(10), read)
