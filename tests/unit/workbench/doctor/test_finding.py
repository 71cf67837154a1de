from tintype.errors import StorageUnavailableError
from workbench.doctor.finding import examine, is_healthy, note, right, wrong


def test_a_check_that_fails():
    """A check that cannot look is itself wrong, and those after it are made all the same."""

    def first():
        yield right("a", "one", "fine")
        raise StorageUnavailableError("S3 did not answer.")

    def second():
        yield note("a", "two", "old", "Renew it.")

    found = list(examine([first, second]))
    assert [(each.what, each.state) for each in found] == [("one", "ok"), ("first", "wrong"), ("two", "note")]
    assert found[1].found == "S3 did not answer."
    assert not is_healthy(found)


def test_health():
    """What is only worth knowing is no illness."""
    assert is_healthy([right("a", "b", "c"), note("a", "b", "c", "d")])
    assert not is_healthy([wrong("a", "b", "c", "d")])
