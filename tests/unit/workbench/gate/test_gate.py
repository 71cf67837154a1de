from __future__ import annotations

import io
import json
import zipfile

import pytest

from tests.unit.workbench.conftest import LABELS, SWAPPED, quadrant
from tintype.errors import VersionNotFoundError
from tintype.registry import keys, promote
from workbench.gate import Gate
from workbench.gate.errors import GateError


def broken(verdict):
    return [bound.name for bound in verdict.bounds if not bound.holds]


def set_policy(bucket, **bounds):
    bucket.put(keys.policy("quadrants"), json.dumps({"gate": bounds}).encode())


def test_an_equal_version_passes(bucket, publish_quadrants, held_out):
    """A version that answers as the live one does passes, with every figure."""
    promote(bucket, "quadrants", publish_quadrants())
    set_policy(bucket, most_latency_ratio=5)  # a busy machine
    verdict = Gate(bucket, "quadrants", publish_quadrants()).check(str(held_out))
    found = verdict.comparison
    assert verdict.passed, broken(verdict)
    assert (found.images, found.labelled, found.candidate.accuracy, found.current.accuracy) == (120, 120, 1.0, 1.0)
    assert found.candidate.interval == pytest.approx((0.969, 1.0), abs=1e-3)
    assert (found.difference, found.difference_interval, found.p, found.flips) == (0.0, (0.0, 0.0), 1.0, ())
    assert 0.2 < found.latency_ratio < 5
    assert verdict.figures()["size_ratio"] == 1.0


def test_a_worse_version_is_refused(bucket, publish_quadrants, held_out):
    """A version that confuses two of four labels breaks the bounds of accuracy, chance and flips."""
    promote(bucket, "quadrants", publish_quadrants())
    verdict = Gate(bucket, "quadrants", publish_quadrants(SWAPPED)).check(str(held_out))
    assert not verdict.passed
    assert {"difference of accuracy", "loss by more than chance", "other labels than before"} <= set(broken(verdict))
    found = verdict.comparison
    assert (found.candidate.accuracy, found.difference) == (0.5, -0.5)
    assert found.p == pytest.approx(2 / 2**60)
    assert -0.6 < found.difference_interval[0] < -0.5 < found.difference_interval[1] < -0.4
    assert len(found.flips) == 60
    assert found.flips[0] == (f"{LABELS[0]}/100.png", LABELS[0], LABELS[0], LABELS[1])


def test_the_candidate_of_a_model_without_a_release(bucket, publish_quadrants, held_out):
    """The first version has nothing to be compared with: its own accuracy is held against the policy."""
    version = publish_quadrants(SWAPPED)
    assert Gate(bucket, "quadrants", version).check(str(held_out)).passed
    set_policy(bucket, least_accuracy=0.9)
    verdict = Gate(bucket, "quadrants", version).check(str(held_out))
    assert broken(verdict) == ["accuracy"]
    assert verdict.comparison.current is None


def test_too_few_images(bucket, publish_quadrants, held_out):
    """A comparison on too few images is none."""
    verdict = Gate(bucket, "quadrants", publish_quadrants()).check(str(held_out), most=20)
    assert broken(verdict) == ["images"]


def test_the_published_set_is_used(bucket, publish_quadrants, held_out):
    """Without a named set, the one that was published with the candidate is used."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as written:
        for path in held_out.glob("*/*"):
            written.write(path, path.relative_to(held_out))
    version = publish_quadrants(evaluation=archive.getvalue())
    verdict = Gate(bucket, "quadrants", version).check()
    assert verdict.source == "the set published with version 1"
    assert verdict.comparison.candidate.accuracy == 1.0


def test_without_images_the_policy_decides(bucket, publish_quadrants):
    """Where there is nothing to compare on, a version passes unless the policy requires a comparison."""
    version = publish_quadrants()
    assert Gate(bucket, "quadrants", version).check().passed
    set_policy(bucket, required=True)
    verdict = Gate(bucket, "quadrants", version).check()
    assert not verdict.passed
    assert verdict.figures() == {
        "passed": False,
        "source": "nothing",
        "broken": ["a held-out set: asked one, found none"],
    }


def test_an_unreadable_image_counts_as_wrong(bucket, publish_quadrants, held_out):
    """A file that is no image has no right answer."""
    (held_out / LABELS[0] / "broken.png").write_bytes(b"no image")
    found = Gate(bucket, "quadrants", publish_quadrants()).check(str(held_out)).comparison
    assert found.candidate.accuracy == pytest.approx(120 / 121)


def test_unknown_versions_and_sets(bucket, publish_quadrants, tmp_path):
    """A version or a set that does not exist is refused in words."""
    version = publish_quadrants()
    with pytest.raises(VersionNotFoundError):
        Gate(bucket, "quadrants", 7)
    with pytest.raises(GateError, match="neither a folder nor"):
        Gate(bucket, "quadrants", version).check(str(tmp_path / "none"))
    with pytest.raises(GateError, match="none in"):
        Gate(bucket, "quadrants", version).check(str(tmp_path))


def test_captured_calls(bucket, publish_quadrants):
    """On captured calls, whose labels nobody knows, flips and latency are held against the policy."""
    promote(bucket, "quadrants", publish_quadrants())
    gate = Gate(bucket, "quadrants", publish_quadrants(SWAPPED))
    with pytest.raises(GateError, match="CaptureRate"):
        gate.check("captures")
    for grey in range(100, 150):
        bucket.put(f"captures/quadrants/1/2026-11-01/{grey}", quadrant(grey % 4, grey))
        bucket.put(f"captures/quadrants/1/2026-11-01/{grey}.json", b"{}")
    verdict = gate.check("captures")
    assert verdict.source == "calls that version 1 answered"
    assert (verdict.comparison.images, verdict.comparison.difference) == (50, None)
    assert {"images", "other labels than before"} <= set(broken(verdict))
