from __future__ import annotations

import pytest

from tintype.batches.pricing import Function, cost


def test_cost(monkeypatch):
    """A million images in blocks of a hundred cost what AWS's price lists say."""
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024")
    monkeypatch.setattr("os.uname", lambda: type("Machine", (), {"machine": "x86_64"}))
    said = cost(3600, blocks=10_000, images=1_000_000, written=10_000)
    assert said["lambda"] == pytest.approx(0.06 + 0.002, rel=1e-3)
    assert said["s3"] == pytest.approx(0.404 + 0.105, rel=1e-3)
    assert said["step_functions"] == pytest.approx(0.5)
    assert said["total"] == pytest.approx(said["lambda"] + said["s3"] + said["step_functions"], abs=1e-5)


def test_another_function():
    """A function elsewhere has its own memory and processor, and a second of arm64 is cheaper."""
    counts = {"blocks": 1, "images": 100, "written": 1}
    intel, arm = (cost(1_000_000, **counts, function=Function(2048, machine)) for machine in ("x86_64", "arm64"))
    assert intel["lambda"] == pytest.approx(2 * 16.6667, rel=1e-4)
    assert arm["lambda"] == pytest.approx(0.8 * intel["lambda"], rel=1e-4)
    assert arm["s3"] == intel["s3"]
