from tests.models.published import file, release
from tintype.registry import keys
from workbench.doctor.models import models


def said(bucket):
    return {finding.what: finding.state for finding in models(bucket)}


def test_loads(bucket):
    """What is live is loaded and asked about its golden sample."""
    release(bucket, "quadrants")
    assert said(bucket) == {"quadrants@1": "ok"}


def test_nothing(bucket):
    """An empty registry is worth knowing, and no fault."""
    assert said(bucket) == {"registry": "note"}


def test_not_released(bucket, publish_quadrants):
    """A model of which nothing is live says how to release it."""
    publish_quadrants()
    [finding] = models(bucket)
    assert (finding.state, finding.mend) == ("note", "Release a version by `tintype promote quadrants@1`.")


def test_corrupt(bucket):
    """A file that is no longer the published one is found."""
    published = release(bucket, "quadrants")
    bucket.put(keys.blob("quadrants", published.digest), file("quadrants")[:-1] + b"x")
    [finding] = models(bucket)
    assert (finding.what, finding.state) == ("quadrants@1", "wrong")
    assert "tintype rollback quadrants" in finding.mend


def test_another_runtime(bucket):
    """A model for another runtime is not tried here."""
    release(bucket, "quadrants", runtime="tensorflow")
    assert said(bucket) == {"quadrants@1": "note"}
