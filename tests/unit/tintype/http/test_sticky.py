from __future__ import annotations

import json
from base64 import b64encode
from struct import pack

import pytest

from tests.models.published import DRAFTS, file, png, release, share
from tests.support.events import call
from tintype.http import answer
from tintype.http.caller import folder
from tintype.registry import publish

IMAGES = [png(8, 8, shade) for shade in range(0, 250, 10)]
_HEADER = "X-Tintype-Sticky"


@pytest.fixture
def service(bucket, make_service, make_bucket):
    """Production and staging of `quadrants` are shared by two versions."""
    release(bucket, "quadrants")
    publish(bucket, DRAFTS["quadrants"], {"model": file("quadrants")})
    share(bucket, "quadrants", aliases={name: {1: 0.5, 2: 0.5} for name in ("production", "staging")})
    return make_service(upload_bucket=make_bucket().name)


@pytest.fixture
def post(service):
    """Return a function that posts to `quadrants` and returns the version that answered."""

    def posting(path, body, **options):
        response = answer(call("POST", path, body, **options), service)
        assert response["statusCode"] == 200, response["body"]
        return int(response["headers"]["X-Tintype-Version"])

    return posting


def text(image):
    return b64encode(image).decode()


def raw(post, image, label=""):
    return post(f"/v1/models/quadrants{label}:predict", image, content_type="image/png")


def instances(post, image):
    return post("/v1/models/quadrants:predict", {"instances": [{"b64": text(image)}]})


def named(post, image):
    return post("/v1/models/quadrants:predict", {"instances": [{"image": {"b64": text(image)}}]})


def columns(post, image):
    return post("/v1/models/quadrants:predict", {"inputs": {"image": [{"b64": text(image)}]}})


def examples(post, image):
    return post("/v1/models/quadrants:classify", {"examples": [{"image": {"b64": text(image)}}]})


def listed(post, image):
    return post("/v1/models/quadrants:predict", {"images": [text(image)]})


def form(post, image):
    body = b'--x\r\nContent-Disposition: form-data; name="a"; filename="a.png"\r\n\r\n' + image + b"\r\n--x--\r\n"
    return post("/v1/models/quadrants:predict", body, content_type="multipart/form-data; boundary=x")


def inference(post, image):
    entry = {"name": "image", "datatype": "BYTES", "shape": [1], "data": [text(image)]}
    return post("/v2/models/quadrants/infer", {"id": text(image[-20:]), "inputs": [entry]})


def binary(post, image):
    data = pack("<I", len(image)) + image
    entry = {"name": "image", "datatype": "BYTES", "shape": [1], "parameters": {"binary_data_size": len(data)}}
    head = json.dumps({"inputs": [entry]}).encode()
    return post("/v2/models/quadrants/infer", head + data, headers={"Inference-Header-Content-Length": str(len(head))})


def by_label(post, image):
    return raw(post, image, "/labels/staging")


DIALECTS = [instances, named, columns, examples, listed, form, inference, binary, by_label]


@pytest.mark.parametrize("dialect", DIALECTS, ids=[each.__name__ for each in DIALECTS])
def test_image(post, dialect):
    """An image meets the same version in every dialect, and by every alias with the same shares."""
    expected = [raw(post, image) for image in IMAGES]
    assert set(expected) == {1, 2}
    assert [dialect(post, image) for image in IMAGES] == expected


def test_reference(post, service):
    """An image that was uploaded before meets the version that it would meet in the call itself."""
    uploads = service.storage(service.settings.upload_bucket)
    for image in IMAGES[:8]:
        uploads.put(f"{folder('anybody')}one", image)
        assert post("/v1/models/quadrants:predict", {"upload": "one"}) == raw(post, image)


def test_word(post):
    """A caller's word goes before the image: all his images meet one version, in every dialect."""
    versions = {}
    for user in range(12):
        headers = {_HEADER: f"user-{user}"}
        images = {
            post("/v1/models/quadrants:predict", image, content_type="image/png", headers=headers) for image in IMAGES
        }
        entry = {"name": "image", "datatype": "FP32", "shape": [1, 8, 8, 1], "data": [user / 9] * 64}
        images.add(post("/v2/models/quadrants/infer", {"inputs": [entry]}, headers=headers))
        (versions[user],) = images
    assert set(versions.values()) == {1, 2}


def test_numbers(post):
    """The same numbers meet the same version, whatever the request's id is."""
    met = set()
    for shade in range(12):
        entry = {"name": "image", "datatype": "FP32", "shape": [1, 8, 8, 1], "data": [shade / 12] * 64}
        (version,) = {post("/v2/models/quadrants/infer", {"id": each, "inputs": [entry]}) for each in "abc"}
        met.add(version)
    assert met == {1, 2}


def test_several_images(post):
    """Several images in one call meet one version together, whatever the form's boundary is."""
    met = set()
    for shade in range(12):
        bodies = []
        for boundary in (b"x", b"yyyy"):
            parts = [
                b'--%b\r\nContent-Disposition: form-data; name="a"; filename="a.png"\r\n\r\n%b\r\n' % (boundary, image)
                for image in IMAGES[shade : shade + 2]
            ]
            bodies.append((boundary, b"".join(parts) + b"--%b--\r\n" % boundary))
        (version,) = {
            post("/v1/models/quadrants:predict", body, content_type=f"multipart/form-data; boundary={name.decode()}")
            for name, body in bodies
        }
        met.add(version)
    assert met == {1, 2}


@pytest.mark.parametrize("word", ["ü", "a\nb", "x" * 257])
def test_malformed(service, word):
    """A word that is too long, or more than printable ASCII, is refused with what is expected."""
    event = call("POST", "/v1/models/quadrants:predict", IMAGES[0], headers={_HEADER: word})
    response = answer(event, service)
    assert response["statusCode"] == 400
    assert "X-Tintype-Sticky" in json.loads(response["body"])["error"]


def test_bad_body(service):
    """What cannot be read is answered as without shares."""
    for body in ({"instances": [{"b64": "?"}]}, {"images": 7}, {"upload": {}}, {"instances": "b64"}):
        assert answer(call("POST", "/v1/models/quadrants:predict", body), service)["statusCode"] == 400


def test_metadata(service):
    """Metadata are those of the main version, or of the one that the caller's word meets; so is their tag."""
    tags = {}
    for user in range(12):
        event = call("GET", "/v1/models/quadrants/metadata", headers={_HEADER: f"user-{user}"})
        response = answer(event, service)
        tags.setdefault(json.loads(response["body"])["model_spec"]["version"], set()).add(response["headers"]["ETag"])
    assert tags.keys() == {"1", "2"}
    assert len(tags["1"] | tags["2"]) == 2
    plain = answer(call("GET", "/v1/models/quadrants/metadata"), service)
    assert json.loads(plain["body"])["model_spec"]["version"] == "2"
