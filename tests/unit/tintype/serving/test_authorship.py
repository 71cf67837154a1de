from __future__ import annotations

import pytest

from tests.models.published import TOP_RIGHT, png, release
from tintype.errors import (
    NewerFileError,
    OtherWriterError,
    RegistryUnavailableError,
    TruncatedImageError,
    UnsupportedImageError,
    WriterCollectedError,
    WriterNotFoundError,
)
from tintype.images.container import pack, unpack
from tintype.registry.collecting import collect, plan
from tintype.registry.retention import Retention
from tintype.serving.authorship import author
from tintype.serving.pipeline import predict
from tintype.serving.recording import recorded
from tintype.tasks import Parameters

pytestmark = pytest.mark.usefixtures("coarse_codec")
PICTURE = png(20, 20, (10, 200, 30))
MOST = 10_000


def encoded(service, image=PICTURE):
    """Return the file that the live version makes of an image."""
    return predict(service.model("coder").model, image, Parameters(media_type="image/vnd.tintype"), MOST).body


def decoded(service, file, name="coder"):
    """Return who answers a file, and what."""
    model = author(service, service.model(name), file).model
    return model.manifest.version, predict(model, file, Parameters(media_type="image/png"), MOST).body


def test_ordinary_image(bucket, service):
    """An ordinary image is answered by what is live."""
    release(bucket, "quadrants")
    served = service.model("quadrants")
    assert author(service, served, TOP_RIGHT) is served


def test_by_its_writer(bucket, service, clock):
    """A file is read by the version that wrote it, also when others are live, and gives the same picture as before."""
    release(bucket, "coder")
    file = encoded(service)
    before = decoded(service, file)
    release(bucket, "coder", files={"tables": b"coarse 7"})
    clock.pass_by(60)
    assert service.model("coder").model.manifest.version == 2
    assert decoded(service, file) == before
    assert before[0] == 1


def test_other_tables_write_other_files(bucket, service, clock):
    """The tables of a version are its own: the newer one's file is not the older one's, and comes back alike."""
    release(bucket, "coder")
    first = encoded(service)
    release(bucket, "coder", files={"tables": b"coarse 7"})
    clock.pass_by(60)
    second = encoded(service)
    assert unpack(first, MOST).payload != unpack(second, MOST).payload
    assert decoded(service, second) == (2, decoded(service, first)[1])


def test_within_a_small_memory(bucket, make_service, clock):
    """Where there is room for one version, the one that wrote a file takes the other's place, which comes back."""
    service = make_service(model_memory_mb=0)
    release(bucket, "coder")
    file = encoded(service)
    release(bucket, "coder", files={"tables": b"coarse 7"})
    clock.pass_by(60)
    served = service.model("coder")
    assert author(service, served, file).model.manifest.version == 1
    again = service.again(served)
    assert again.model.network is not served.model.network
    assert predict(again.model, PICTURE, Parameters(), MOST).body
    assert service.again(again) == again


def test_no_shadow(bucket, service):
    """A call for a file that the live version wrote is not noted for a shadow, which could not read it."""
    release(bucket, "coder")
    served = service.model("coder")
    file = encoded(service)
    noted = served._replace(model=recorded(served.model))
    assert author(service, noted, file).model.runs is None
    assert author(service, noted, PICTURE).model.runs == []


@pytest.mark.parametrize("number", [2, 9])
def test_renumbered(bucket, service, clock, number):
    """A version that has another number here, as after an import, is found by its files."""
    release(bucket, "coder")
    coded = unpack(encoded(service), MOST)
    for shift in (1, 2):
        release(bucket, "coder", files={"tables": f"coarse {shift}".encode()})
    clock.pass_by(60)
    file = pack(coded._replace(writer=coded.writer._replace(version=number)))
    assert decoded(service, file)[0] == 1


def test_no_storage(bucket, service, s3_down):
    """Without S3, nobody knows whether there is such a version: that may pass."""
    release(bucket, "coder")
    coded = unpack(encoded(service), MOST)
    file = pack(coded._replace(writer=coded.writer._replace(version=9, digest=b"x" * 32)))
    served = service.model("coder")
    with s3_down(), pytest.raises(RegistryUnavailableError) as caught:
        author(service, served, file)
    assert caught.value.transient


def test_unknown_writer(bucket, service):
    """A file of a version that the model does not have is refused with its number."""
    release(bucket, "coder")
    coded = unpack(encoded(service), MOST)
    file = pack(coded._replace(writer=coded.writer._replace(version=9, digest=b"x" * 32)))
    with pytest.raises(WriterNotFoundError, match="written by version 9, which 'coder' does not have"):
        author(service, service.model("coder"), file)


def test_collected_writer(bucket, service, make_service):
    """A file whose version was collected since is refused with that."""
    release(bucket, "coder")
    file = encoded(service)
    for shift in (1, 2):
        release(bucket, "coder", files={"tables": f"coarse {shift}".encode()})
    planned = plan(bucket, "coder", Retention(1, "9999", codecs=True), margin=0)
    assert collect(bucket, planned).versions == [1]
    fresh = make_service()
    with pytest.raises(WriterCollectedError, match="version 1 of 'coder', which was collected") as caught:
        author(fresh, fresh.model("coder"), file)
    assert caught.value.status == 410


def test_of_another_registry(bucket, service, clock):
    """A version of the same number and another digest does not read what it did not write."""
    release(bucket, "coder")
    coded = unpack(encoded(service), MOST)
    file = pack(coded._replace(writer=coded.writer._replace(digest=b"x" * 32)))
    release(bucket, "coder", files={"tables": b"coarse 7"})
    clock.pass_by(60)
    with pytest.raises(OtherWriterError, match="Expected a file that version 1 of 'coder' wrote"):
        decoded(service, file)


def test_model_without_a_codec(bucket, service):
    """A model of another task is no codec, and says that the file is one's."""
    release(bucket, "coder")
    release(bucket, "quadrants")
    with pytest.raises(UnsupportedImageError, match="a learned codec wrote"):
        decoded(service, encoded(service), "quadrants")


@pytest.mark.parametrize(("length", "kind"), [(30, TruncatedImageError), (8, TruncatedImageError)])
def test_cut(bucket, service, length, kind):
    """A file that ends before it says who wrote it is damaged."""
    release(bucket, "coder")
    served = service.model("coder")
    with pytest.raises(kind):
        author(service, served, encoded(service)[:length])


def test_newer_file(bucket, service):
    """A file of a later format is said to be one."""
    release(bucket, "coder")
    file = bytearray(encoded(service))
    file[8] = 2
    with pytest.raises(NewerFileError):
        author(service, service.model("coder"), file)
