from __future__ import annotations

import json

import pytest

from tests.models.published import TOP_RIGHT, file, png, release
from tests.support.tracing import received
from tintype.errors import (
    CorruptFileError,
    RegistryUnavailableError,
    RoutesError,
    StorageUnavailableError,
    UploadBucketError,
)
from tintype.images.container import pack, unpack
from tintype.registry import keys
from tintype.serving.pipeline import predict
from tintype.tasks import Parameters
from tintype.uploads.events import Upload
from tintype.uploads.naming import key_digest, result_key
from tintype.uploads.worker import Worker

BOTTOM_LEFT = png(8, 8, *[0] * 32, *([255] * 4 + [0] * 4) * 4)


@pytest.fixture
def work(bucket, service, results, uploads):
    """Return a function that answers an upload with the model that is released."""
    release(bucket, "quadrants")
    worker = Worker(service, uploads, results)

    def working(upload):
        worker.process(upload)
        worker.models.forget()  # as after each batch

    return working


@pytest.fixture
def runs(monkeypatch):
    """The images that a model was run on."""
    seen = []

    def running(model, image, parameters, max_pixels):
        seen.append(bytes(image))
        return predict(model, image, parameters, max_pixels)

    monkeypatch.setattr("tintype.uploads.models.predict", running)
    return seen


def test_file(bucket, put, read, work, results, runs):
    """A task's file lies beside the answer, which names it; an equal image is not run again for it."""
    release(bucket, "negative")
    sent = png(9, 5, (255, 0, 10))
    uploads = [put(f"negative/{name}.png", sent) for name in "ab"]
    for upload in uploads:
        work(upload)
    first, second = (read(upload)["result"]["output"] for upload in uploads)
    found = results.get(first["key"])
    assert first == second
    assert len(runs) == 1
    assert found.headers["content-type"] == first["media_type"] == "image/png"
    assert len(found.body) == first["bytes"]


def test_codec(bucket, put, read, work, results, clock, coarse_codec):  # noqa: ARG001
    """A picture becomes a file beside the answer, and that file, uploaded, a picture by the version that wrote it."""
    release(bucket, "coder")
    sent = png(20, 20, (255, 0, 10))
    upload = put("coder/a.png", sent)
    work(upload)
    output = read(upload)["result"]["output"]
    kept = results.get(output["key"])
    assert output["key"].endswith(".tint")
    assert kept.headers["content-type"] == output["media_type"] == "image/vnd.tintype"
    release(bucket, "coder", files={"tables": b"coarse 7"})
    clock.pass_by(60)
    back = put("coder/a.tint", bytes(kept.body))
    work(back)
    found = read(back)
    assert (found["status"], found["version"], found["result"]["version"]) == ("done", 1, 1)
    assert found["result"]["output"]["key"].endswith(".png")
    again = put("coder/b.png", sent)
    work(again)
    assert (read(again)["version"], read(again)["result"]["output"]["key"] == output["key"]) == (2, False)


def test_unknown_writer(bucket, put, read, work, service, coarse_codec):  # noqa: ARG001
    """A file that a version wrote which is not there is answered with that, for good."""
    release(bucket, "coder")
    file = predict(service.model("coder").model, png(9, 9, (1, 2, 3)), Parameters(), 1000).body
    coded = unpack(file, 1000)
    upload = put("coder/a.tint", pack(coded._replace(writer=coded.writer._replace(version=9, digest=b"x" * 32))))
    work(upload)
    assert read(upload)["error"]["type"] == "WriterNotFoundError"


def test_mask(bucket, put, read, work):
    """An upload for a model that finds masks is answered with its document, and no file."""
    release(bucket, "subject")
    upload = put("subject/a.png", png(16, 8, (255, 0, 0)))
    work(upload)
    result = read(upload)["result"]
    assert result["segments"][0]["bbox"] == [0, 0, 16, 8]
    assert "output" not in result


def failure(document):
    return document["status"], document["error"]["type"], document["error"]["status"]


def test_done(put, read, work):
    """A picture is answered with the document that HTTP gives, and what answered."""
    upload = put("quadrants/some folder/größe+1.png")
    work(upload)
    document = read(upload)
    assert document["status"] == "done"
    assert (document["model"], document["version"]) == ("quadrants", 1)
    assert document["digest"].startswith("sha256:")
    assert (document["result"]["label"], document["result"]["score"]) == ("top right", 1.0)
    assert (document["result"]["model"], document["result"]["version"]) == ("quadrants", 1)
    assert document["upload"] | {"uploaded": upload.uploaded} == upload._asdict()
    assert document["uploaded"] == upload.uploaded < document["started"] <= document["answered"]


def test_a_sampled_upload_is_traced(put, work, daemon):
    """X-Ray's daemon learns of a sampled upload how long its model took to load, to decode and to run."""
    work(put("quadrants/a.png"))
    documents = [received(daemon)[1] for _ in range(2)]
    assert [[step["name"] for step in each["subsegments"]] for each in documents] == [["load"], ["decode", "run"]]
    assert {str(each["annotations"]) for each in documents} == {"{'model': 'quadrants', 'version': '1'}"}


def test_equal_image(put, read, work, runs):
    """An equal image under another key is not run again: both documents point to the same answer."""
    first, second, other = put("quadrants/a.png"), put("quadrants/b.png"), put("quadrants/c.png", BOTTOM_LEFT)
    for upload in (first, second, other):
        work(upload)
    assert [bytes(image) for image in runs] == [TOP_RIGHT, BOTTOM_LEFT]
    assert read(first)["answer"] == read(second)["answer"] != read(other)["answer"]
    assert read(first)["result"] == read(second)["result"]


def test_same_file_in_a_newer_version(bucket, put, read, work, clock, runs):
    """A newer version with the same file gives the same answer, under its own number."""
    work(put("quadrants/a.png"))
    release(bucket, "quadrants")
    clock.pass_by(11)
    upload = put("quadrants/b.png")
    work(upload)
    assert len(runs) == 1
    assert (read(upload)["version"], read(upload)["result"]["version"]) == (2, 2)


def test_stored_as_json(put, work, s3_client, results):
    """The document is stored as JSON."""
    upload = put("quadrants/a.png")
    work(upload)
    key = result_key(upload.bucket, upload.key, upload.version_id, upload.etag)
    assert s3_client.head_object(Bucket=results.name, Key=key)["ContentType"] == "application/json"


def test_default_model(bucket, make_service, put, read, results, uploads):
    """A key without a folder goes to the default model, where there is one."""
    release(bucket, "quadrants")
    upload = put("seven.png")
    Worker(make_service(upload_model="quadrants"), uploads, results).process(upload)
    assert read(upload)["result"]["label"] == "top right"


def test_routed(bucket, put, read, work):
    """The routing document says which model answers a key, and how; a caller's own folder does not count."""
    bucket.put("routes.json", json.dumps({"uploads": [{"prefix": "in/*", "model": "quadrants", "top": 2}]}).encode())
    upload, by_caller = put("in/a.png"), put(f"callers/{'0f' * 16}/in/a.png")
    work(upload)
    work(by_caller)
    assert read(upload)["result"] == read(by_caller)["result"]
    assert [entry["label"] for entry in read(upload)["result"]["predictions"]][:1] == ["top right"]
    assert len(read(upload)["result"]["predictions"]) == 2


def test_metadata(bucket, uploads, put, read, work):
    """An object's metadata names model, version, label and number of candidates itself."""
    release(bucket, "quadrants", alias="trial")
    upload = put("elsewhere/a.png")
    said = {"tintype-model": "quadrants", "tintype-label": "trial", "tintype-top": "1"}
    uploads.put(upload.key, TOP_RIGHT, metadata=said)
    work(upload)
    assert (read(upload)["model"], read(upload)["version"]) == ("quadrants", 2)
    assert len(read(upload)["result"]["predictions"]) == 1
    put("elsewhere/b.png")
    upload = put("elsewhere/b.png", TOP_RIGHT + b" ")
    uploads.put(upload.key, TOP_RIGHT + b" ", metadata={"tintype-model": "quadrants", "tintype-version": "1"})
    work(upload)
    assert read(upload)["version"] == 1


def test_malformed_metadata(uploads, put, read, work):
    """An upload whose metadata is malformed is answered with what was expected."""
    upload = put("quadrants/a.png")
    uploads.put(upload.key, TOP_RIGHT, metadata={"tintype-top": "many"})
    work(upload)
    assert failure(read(upload)) == ("failed", "UploadMetadataError", 400)


@pytest.mark.parametrize("rule", [{"model": "nothing"}, {"model": "quadrants", "version": 9}, {"top": 0}, "text"])
def test_broken_routes(bucket, put, work, rule):
    """A mistake of the routing document is no uploader's: the upload is tried again until it is mended."""
    entry = {"prefix": "**", "model": "quadrants"} | rule if isinstance(rule, dict) else rule
    bucket.put("routes.json", json.dumps({"uploads": [entry]}).encode())
    upload = put("in/a.png")
    with pytest.raises(RoutesError):
        work(upload)


def test_mended_routes(bucket, put, read, work, results):
    """Once the routing document is mended, the next try answers."""
    bucket.put("routes.json", b"no JSON")
    upload = put("in/a.png")
    with pytest.raises(RoutesError):
        work(upload)
    assert list(results.list("")) == []
    bucket.put("routes.json", b'{"uploads": [{"prefix": "in/", "model": "quadrants"}]}')
    work(upload)
    assert read(upload)["status"] == "done"


@pytest.mark.parametrize("key", ["seven.png", "/seven.png"])
def test_no_model(put, read, work, key):
    """Without a folder and without a default model the document says how to name one."""
    upload = put(key)
    work(upload)
    document = read(upload)
    assert failure(document) == ("failed", "UploadRoutingError", 400)
    assert "digits/seven.png" in document["error"]["message"]


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"hello", "NotAnImageError", 400),
        (b"", "NotAnImageError", 400),
        (TOP_RIGHT[:60], "TruncatedImageError", 400),
        (b"%PDF-1.7", "UnsupportedImageError", 415),
    ],
)
def test_no_image(put, read, work, body, kind, status):
    """What is no picture is answered at once with why, and the next good upload works."""
    upload = put("quadrants/notes.txt", body)
    work(upload)
    assert failure(read(upload)) == ("failed", kind, status)
    good = put("quadrants/good.png")
    work(good)
    assert read(good)["status"] == "done"


@pytest.mark.parametrize("name", ["nothing", "No Name", "..", "x" * 200])
def test_unknown_model(put, read, work, name):
    """A folder that is no model's name is answered with an error."""
    upload = put(f"{name}/a.png")
    work(upload)
    assert failure(read(upload)) == ("failed", "ModelNotFoundError", 404)


def test_deleted(put, read, work, uploads):
    """An upload that was deleted before it was read is answered with an error."""
    upload = put("quadrants/a.png")
    uploads.delete(upload.key)
    work(upload)
    assert failure(read(upload)) == ("failed", "UploadGoneError", 404)


def test_versions(work, read, uploads, s3_client):
    """Each version of a key has its own answer; a version that is gone and a delete marker have errors."""
    s3_client.put_bucket_versioning(Bucket=uploads.name, VersioningConfiguration={"Status": "Enabled"})
    put = [s3_client.put_object(Bucket=uploads.name, Key="quadrants/a", Body=body) for body in (TOP_RIGHT, b"no image")]
    marker = s3_client.delete_object(Bucket=uploads.name, Key="quadrants/a")["VersionId"]
    gone = s3_client.put_object(Bucket=uploads.name, Key="quadrants/a", Body=TOP_RIGHT)["VersionId"]
    s3_client.delete_object(Bucket=uploads.name, Key="quadrants/a", VersionId=gone)
    versions = [*(answer["VersionId"] for answer in put), marker, gone]
    seen = [Upload(uploads.name, "quadrants/a", version, "e", 9) for version in versions]
    for upload in seen:
        work(upload)
    done, *failed = (read(upload) for upload in seen)
    assert done["status"] == "done"
    assert [document["error"]["type"] for document in failed] == [
        "NotAnImageError",
        "UploadGoneError",
        "UploadGoneError",
    ]


def test_too_large(bucket, make_service, put, read, results, uploads):
    """An upload over the limit is answered with an error, whatever size the event says."""
    release(bucket, "quadrants")
    upload = put("quadrants/a.png")._replace(size=0)
    Worker(make_service(max_upload_bytes=len(TOP_RIGHT) - 1), uploads, results).process(upload)
    document = read(upload)
    assert failure(document) == ("failed", "UploadTooLargeError", 413)
    assert "TINTYPE_MAX_UPLOAD_BYTES" in document["error"]["message"]


def test_twice(put, work, s3_client, results):
    """A second event of the same upload changes nothing."""
    upload = put("quadrants/a.png")
    work(upload)
    key = result_key(upload.bucket, upload.key, upload.version_id, upload.etag)
    before = s3_client.head_object(Bucket=results.name, Key=key)
    work(upload)
    after = s3_client.head_object(Bucket=results.name, Key=key)
    assert (after["ETag"], after["LastModified"]) == (before["ETag"], before["LastModified"])
    assert s3_client.list_objects_v2(Bucket=results.name, Prefix="results/")["KeyCount"] == 1


def test_after_a_newer_version(bucket, put, read, work, clock):
    """A replay after a newer version was released keeps the first answer."""
    upload = put("quadrants/a.png")
    work(upload)
    before = read(upload)
    release(bucket, "quadrants")
    clock.pass_by(11)
    work(upload)
    assert read(upload) == before
    later = put("quadrants/b.png")
    work(later)
    assert read(later)["version"] == 2


def test_superseded(put, read, work):
    """Without versions, what was overwritten before it was read has a document that says so, the newer an answer."""
    older = put("quadrants/a.png", b"no image")
    newer = put("quadrants/a.png")
    work(older)
    work(newer)
    assert (read(older)["status"], failure(read(older))[1:]) == ("superseded", ("UploadSupersededError", 409))
    assert read(newer)["status"] == "done"


@pytest.mark.parametrize("meanwhile", ["overwritten", "deleted"])
def test_uploaded_again(put, read, work, uploads, meanwhile):
    """The same bytes, uploaded again after the first could not be read, are answered all the same."""
    first = put("quadrants/a.png")
    if meanwhile == "overwritten":
        put("quadrants/a.png", b"no image")
    else:
        uploads.delete("quadrants/a.png")
    work(first)
    assert read(first)["status"] != "done"
    again = put("quadrants/a.png")
    work(again)
    assert again == first
    assert read(again)["status"] == "done"


def test_read_stays_read(put, read, work, uploads):
    """An answer stays when the object is gone by the time that the same event comes again."""
    upload = put("quadrants/a.png")
    work(upload)
    uploads.delete(upload.key)
    work(upload)
    assert read(upload)["status"] == "done"


def test_failed_stays_failed(put, read, work):
    """A replay of an upload that failed keeps the error, although the key holds a picture by now."""
    upload = put("quadrants/a.png", b"no image")
    work(upload)
    put("quadrants/a.png")
    work(upload)
    assert read(upload)["status"] == "failed"


def test_other_bucket(put, work, results):
    """News of another bucket are refused, and nothing is written; its name is for the logs alone."""
    upload = put("quadrants/a.png")._replace(bucket=results.name)
    with pytest.raises(UploadBucketError) as caught:
        work(upload)
    assert results.name in caught.value.detail
    assert results.name not in str(caught.value)
    assert list(results.list("")) == []


def test_registry_unreachable(put, read, work, service, s3_down, monkeypatch):
    """Without the registry nothing is written, and the error asks for another try, which works."""

    def unreachable(*_, **__):
        raise StorageUnavailableError("GET failed: timed out.")

    upload = put("quadrants/a.png")
    with s3_down(), pytest.raises(StorageUnavailableError):
        work(upload)
    with monkeypatch.context() as patch:
        patch.setattr(service.bucket, "get", unreachable)
        with pytest.raises(RegistryUnavailableError):
            work(upload)
    work(upload)
    assert read(upload)["status"] == "done"


def test_results_unreachable(put, work, results, s3_down, monkeypatch):
    """An answer that cannot be written asks for another try."""
    upload = put("quadrants/a.png")
    real = results.put

    def unreachable(*arguments, **options):
        with s3_down():
            return real(*arguments, **options)

    monkeypatch.setattr(results, "put", unreachable)
    with pytest.raises(StorageUnavailableError):
        work(upload)


def test_corrupt_model(bucket, put, read, service, results, uploads):
    """A model that cannot be served is its owner's to mend: the upload is tried again until it is."""
    manifest = release(bucket, "quadrants", file("quadrants") + b"x")
    blob = keys.blob("quadrants", manifest.digest)
    bucket.put(blob, b"other")
    upload = put("quadrants/a.png")
    with pytest.raises(CorruptFileError):
        Worker(service, uploads, results).process(upload)
    bucket.put(blob, file("quadrants") + b"x")
    Worker(service, uploads, results).process(upload)
    assert read(upload)["status"] == "done"


def test_stale(bucket, put, read, work, clock, logged):
    """While a newer version cannot be served the last good one answers, and the operator is told."""
    work(put("quadrants/a.png"))
    release(bucket, "quadrants", b"not a model")
    clock.pass_by(11)
    upload = put("quadrants/b.png")
    work(upload)
    assert read(upload)["version"] == 1
    assert "stale" in [line["message"] for line in logged()]


def test_logged(put, work, logged):
    """An upload is one line in the log, with its key's digest, sizes, version, times, and how it ended."""
    uploads = put("quadrants/a.png"), put("quadrants/b.png", b"no image")
    for upload in uploads:
        work(upload)
    done, failed = logged()
    assert [line["upload"] for line in (done, failed)] == [key_digest(each.bucket, each.key) for each in uploads]
    assert (done["status"], done["model"], done["version"]) == ("done", "quadrants", 1)
    assert done["uploaded"] == uploads[0].uploaded < done["started"] <= done["answered"]
    assert (done["size"], done["image"]) == (len(TOP_RIGHT), {"width": 8, "height": 8, "format": "PNG"})
    assert done["UploadDuration"] == [done["milliseconds"]]
    assert done["milliseconds"] > 0
    assert (failed["status"], failed["error"]["type"]) == ("failed", "NotAnImageError")
