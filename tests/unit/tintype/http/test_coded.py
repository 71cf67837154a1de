from __future__ import annotations

import json
from base64 import b64decode, b64encode
from io import BytesIO

import pytest
from PIL import Image

from tests.models.published import png, release
from tests.support.events import call
from tintype.http import answer
from tintype.http.caller import folder
from tintype.images.container import MEDIA_TYPE, pack, unpack

pytestmark = pytest.mark.usefixtures("coarse_codec")
PICTURE = png(20, 20, (10, 200, 30))
PATH = "/v1/models/coder:predict"


@pytest.fixture
def asking(bucket, service):
    """Return a function that asks the codec, and gives status, headers, and the body as bytes or document."""
    release(bucket, "coder")

    def asking(body, accept="*/*", path=PATH, **query):
        made = answer(call("POST", path, body, headers={"Accept": accept}, query=query), service)
        said = b64decode(made["body"]) if made["isBase64Encoded"] else json.loads(made["body"])
        return made["statusCode"], made["headers"], said

    return asking


@pytest.fixture
def newer(bucket, clock):
    """Return a function that releases a second version."""

    def releasing():
        release(bucket, "coder", files={"tables": b"coarse 7"})
        clock.pass_by(60)

    return releasing


def b64(data):
    return b64encode(data).decode()


def test_there_and_back(asking):
    """A picture is answered by a file of its own type, and that by a picture."""
    status, headers, file = asking(PICTURE, quality="100")
    assert (status, headers["Content-Type"], unpack(file, 1000).quality) == (200, MEDIA_TYPE, 100)
    status, headers, picture = asking(file)
    assert (status, headers["Content-Type"]) == (200, "image/png")
    assert Image.open(BytesIO(picture)).getpixel((7, 7)) == (10, 200, 30)
    assert headers["Server-Timing"].startswith("decode;dur=")


@pytest.mark.parametrize(
    ("accept", "kind"),
    [("image/jpeg", "image/jpeg"), ("image/*", "image/png"), ("image/webp, image/png;q=0.5", "image/webp")],
)
def test_accept(asking, accept, kind):
    """A file becomes what the caller likes best of what a picture can be."""
    assert asking(asking(PICTURE)[2], accept)[1]["Content-Type"] == kind


def test_not_acceptable(asking):
    """A picture becomes no picture, and a file no file."""
    status, _, said = asking(PICTURE, "image/png")
    assert (status, "admits image/vnd.tintype or application/json" in said["error"]) == (406, True)
    assert asking(asking(PICTURE)[2], MEDIA_TYPE)[0] == 406


def test_document(asking):
    """Who accepts JSON gets the file with what it costs."""
    _, headers, said = asking(PICTURE, "application/json")
    file = b64decode(said["output"]["b64"])
    assert (said["version"], said["output"]["bits_per_pixel"]) == (1, 8 * len(file) / 400)
    assert unpack(file, 1000).writer.digest.hex() == headers["X-Tintype-Digest"].removeprefix("sha256:")


@pytest.mark.parametrize(
    "path", [PATH, "/v1/models/coder/versions/2:predict", "/v1/models/coder/labels/production:predict"]
)
def test_by_its_writer(asking, newer, path):
    """A file is answered by the version that wrote it, whichever is asked, and the headers say so."""
    file = asking(PICTURE)[2]
    before = asking(file)[2]
    newer()
    assert asking(PICTURE)[1]["X-Tintype-Version"] == "2"
    status, headers, picture = asking(file, path=path)
    assert (status, headers["X-Tintype-Version"], picture) == (200, "1", before)


def test_several(asking, newer):
    """In a call for several images each is answered by what has to, and says which version that was."""
    first = asking(PICTURE)[2]
    newer()
    second = asking(PICTURE)[2]
    _, headers, said = asking({"images": [b64(each) for each in (first, PICTURE, second, b"no image", first)]})
    results = said["results"]
    assert [each.get("version") for each in results] == [1, 2, 2, None, 1]
    assert [each.get("image", {}).get("format") for each in results] == ["Tintype", "PNG", "Tintype", None, "Tintype"]
    assert headers["X-Tintype-Version"] == "2"


def test_several_in_a_small_memory(bucket, make_service, clock, coarse_codec):  # noqa: ARG001
    """Versions that have room only one after the other answer one call for several images all the same."""
    service = make_service(model_memory_mb=0)
    release(bucket, "coder")

    def asking(body):
        return json.loads(answer(call("POST", PATH, body, headers={"Accept": "application/json"}), service)["body"])

    first = b64decode(asking(PICTURE)["output"]["b64"])
    release(bucket, "coder", files={"tables": b"coarse 7"})
    clock.pass_by(60)
    results = asking({"images": [b64(each) for each in (PICTURE, first, PICTURE, first)]})["results"]
    assert [each["version"] for each in results] == [2, 1, 2, 1]


def test_upload(make_bucket, make_service, bucket, newer, coarse_codec):  # noqa: ARG001
    """A file that was uploaded is answered by its writer, too."""
    uploads = make_bucket()
    service = make_service(upload_bucket=uploads.name)
    release(bucket, "coder")
    file = b64decode(answer(call("POST", PATH, PICTURE), service)["body"])
    newer()
    uploads.put(folder("anybody") + "a.tint", file)
    made = answer(call("POST", PATH, {"upload": "a.tint"}), service)
    assert (made["headers"]["Content-Type"], made["headers"]["X-Tintype-Version"]) == ("image/png", "1")


def test_refused(asking):
    """A file of no version that is there, of another model, or damaged, says what is wrong with it."""
    file = asking(PICTURE)[2]
    coded = unpack(file, 1000)
    unknown = pack(coded._replace(writer=coded.writer._replace(version=9, digest=b"x" * 32)))
    others = pack(coded._replace(writer=coded.writer._replace(digest=b"x" * 32)))
    found = {name: asking(data) for name, data in (("unknown", unknown), ("others", others), ("cut", file[:-1]))}
    assert {name: status for name, (status, _, _) in found.items()} == {"unknown": 404, "others": 409, "cut": 400}
    assert all(
        said["error"].startswith(("The file was written by version 9", "Expected ")) for _, _, said in found.values()
    )


def test_another_task(asking, bucket):
    """A model that is no codec says what the file is."""
    release(bucket, "quadrants")
    status, _, said = asking(asking(PICTURE)[2], path="/v1/models/quadrants:predict")
    assert (status, "a learned codec wrote" in said["error"]) == (415, True)


def test_raw_tensors(asking):
    """TensorFlow Serving's clients run the network itself, on a tile and a step."""
    tile = [[[1, 2, 3]] * 16] * 16
    status, _, said = asking({"instances": [{"image": tile, "step": 4.0}]}, "application/json")
    assert status == 200
    assert said["predictions"][0][0][0] == [3, 4, 5]
