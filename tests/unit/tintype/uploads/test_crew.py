from __future__ import annotations

import threading
import time

import pytest

from tests.models.published import TOP_RIGHT, png, release
from tintype.serving.pipeline import predict
from tintype.uploads import Crew, Worker


@pytest.fixture
def crew(bucket, service, uploads, results):
    """A crew for `quadrants`."""
    release(bucket, "quadrants")
    made = Crew(Worker(service, uploads, results))
    yield made
    made.close()


@pytest.fixture
def slow(uploads, monkeypatch):
    """Buckets whose GET takes a while, as S3's does; how many were under way at the same time."""
    under_way, most = [], []
    original = type(uploads).get

    def get(bucket, key, **options):
        if bucket.name == uploads.name:
            under_way.append(key)
            most.append(len(under_way))
            time.sleep(0.1)
            under_way.remove(key)
        return original(bucket, key, **options)

    monkeypatch.setattr(type(uploads), "get", get)
    return most


def other(number):
    """Return an image that no other number has."""
    return png(8, 8, *[0] * 63, number)


def test_at_once(crew, put, read, slow):
    """Images of several keys are read at the same time, and each is answered."""
    uploads = [put(f"quadrants/{number}.png", other(number)) for number in range(8)]
    assert crew.process(uploads) == [None] * 8
    assert max(slow) > 4
    assert [read(upload)["status"] for upload in uploads] == ["done"] * 8


def test_one_after_the_other(crew, put, monkeypatch):
    """Uploads of one key are answered in their order, one by one, whatever stands between them."""
    keys = ["a", "b", "a", "c", "a", "b"]
    uploads = [put(f"quadrants/{key}", other(place)) for place, key in enumerate(keys)]
    running, seen = set(), []
    original = Worker.process

    def process(worker, upload):
        assert upload.key not in running
        running.add(upload.key)
        time.sleep(0.01)
        seen.append(upload)
        running.remove(upload.key)
        original(worker, upload)

    monkeypatch.setattr(Worker, "process", process)
    assert crew.process(uploads) == [None] * 6
    for key in "abc":
        of_key = [each for each in uploads if each.key == f"quadrants/{key}"]
        assert [each for each in seen if each in of_key] == of_key


def test_problems_in_order(crew, put, uploads, monkeypatch):
    """What goes wrong stands in the upload's place, and holds up no other."""
    given = [put(f"quadrants/{name}", other(place)) for place, name in enumerate(["bad", "good", "worse"])]
    original = type(uploads).get

    def get(bucket, key, **options):
        if key in ("quadrants/bad", "quadrants/worse"):
            raise ZeroDivisionError(key)
        return original(bucket, key, **options)

    monkeypatch.setattr(type(uploads), "get", get)
    assert [str(problem) for problem in crew.process(given)] == ["quadrants/bad", "None", "quadrants/worse"]


def test_models_are_for_one_at_a_time(crew, put, monkeypatch):
    """No two threads are in a model at once, and an equal image of the same batch is run once."""
    inside, runs = threading.Lock(), []

    def running(model, image, parameters, max_pixels):
        assert inside.acquire(blocking=False)
        runs.append(image)
        time.sleep(0.01)
        inside.release()
        return predict(model, image, parameters, max_pixels)

    monkeypatch.setattr("tintype.uploads.models.predict", running)
    uploads = [put(f"quadrants/{number}", TOP_RIGHT if number % 2 else other(number)) for number in range(8)]
    assert crew.process(uploads) == [None] * 8
    assert len(runs) == 5


def test_models_may_make_room(bucket, make_service, uploads, results, put, read):
    """A model that made room for another one between the choice and the run is loaded again."""
    release(bucket, "quadrants")
    release(bucket, "colours")
    crew = Crew(Worker(make_service(model_memory_mb=0), uploads, results))
    given = [put(f"{('quadrants', 'colours')[number % 2]}/{number}", other(number)) for number in range(6)]
    assert crew.process(given) == [None] * 6
    assert [read(upload)["model"] for upload in given] == ["quadrants", "colours"] * 3
    crew.close()


def test_alone(crew, put, own_threads, monkeypatch):
    """One upload needs no thread, and none is left after several."""
    started = []
    monkeypatch.setattr(Worker, "process", lambda *_: started.append(threading.current_thread()))
    crew.process([put("quadrants/a")])
    assert started == [threading.main_thread()]
    crew.process([put(f"quadrants/{number}") for number in range(3)])
    assert own_threads() == set()


def test_nothing(crew):
    """A batch without news is done."""
    assert crew.process([]) == []


def test_large(crew, put, slow, monkeypatch):
    """Of large images no more are read at once than memory has room for."""
    monkeypatch.setattr(crew._room, "_most", len(TOP_RIGHT) * 2 + 10)  # noqa: SLF001
    crew.process([put(f"quadrants/{number}", other(number)) for number in range(6)])
    assert max(slow) == 2
