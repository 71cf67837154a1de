from __future__ import annotations

import subprocess
import sys
import threading
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from urllib3.fields import RequestField
from urllib3.filepost import encode_multipart_formdata

from tests.models.published import TOP_RIGHT, png, release

PATH = "/v1/models/quadrants:predict"
BOTTOM_LEFT = png(8, 8, *[0] * 32, *([255] * 4 + [0] * 4) * 4)


@pytest.fixture(autouse=True)
def _released(bucket):
    release(bucket, "quadrants")


@pytest.fixture
def send(ask):
    """Return a function that sends fields as urllib3 encodes them."""

    def sending(*fields, **options):
        body, content_type = encode_multipart_formdata(fields)
        return ask("POST", PATH, body, content_type=content_type, **options)

    return sending


@pytest.fixture
def curl(tmp_path):
    """Return a function that returns the body and the type that curl sends, called in a folder with these options."""
    received = []

    class Server(BaseHTTPRequestHandler):
        def do_POST(self):
            received.append(self.rfile.read(int(self.headers["Content-Length"])))
            received.append(self.headers["Content-Type"])
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    def calling(*options):
        with HTTPServer(("127.0.0.1", 0), Server) as server:
            thread = threading.Thread(target=server.handle_request)
            thread.start()
            address = f"http://127.0.0.1:{server.server_port}/"
            subprocess.run(["curl", "--silent", "--fail", *options, address], check=True, cwd=tmp_path, timeout=20)
            thread.join()
        return received

    return calling


def file(name: str, data: bytes, kind: str = "image/png") -> tuple[str, tuple[str, bytes, str]]:
    return "image", (name, data, kind)


def test_files(send):
    """Each file of a form is answered in its place, with its name."""
    found = send(file("größe.png", BOTTOM_LEFT), file("b.png", TOP_RIGHT))
    assert found.status == 200
    first, second = found.document["results"]
    assert (first["name"], first["label"], first["version"]) == ("größe.png", "bottom left", 1)
    assert (second["name"], second["label"]) == ("b.png", "top right")
    assert found.headers["X-Tintype-Model"] == "quadrants"
    assert "decode;dur=" in found.headers["Server-Timing"]


def test_bad_among_good(send):
    """What is wrong with a file is said in its place, under its name."""
    bad, good, text = send(
        file("a.pdf", b"%PDF-1.7"), file("b.png", TOP_RIGHT), file("c.txt", b"hello", "text/plain")
    ).document["results"]
    assert (bad["name"], bad["error"]["status"]) == ("a.pdf", 415)
    assert good["label"] == "top right"
    assert (text["name"], text["error"]["status"]) == ("c.txt", 400)


def test_fields(send):
    """A field gives the parameter, before the query's; a field that means nothing here is passed over."""
    found = send(("top", "2"), ("comment", "BMW"), file("a.png", TOP_RIGHT), query={"top": "3"})
    assert [len(result["predictions"]) for result in found.document["results"]] == [2]


@pytest.mark.parametrize("top", ["", "0", "two", "1001"])
def test_bad_field(send, top):
    """A parameter that would be refused in the query is refused in a field, too."""
    found = send(("top", top), file("a.png", TOP_RIGHT))
    assert found.status == 400
    assert "a whole number from 1 to 1000" in found.document["error"]


def test_bare_part(send):
    """An image without a file's name and type is one all the same, and goes by its field's name."""
    bare = RequestField("seven", TOP_RIGHT, headers={"Content-Disposition": 'form-data; name="seven"'})
    (result,) = send(bare).document["results"]
    assert (result["name"], result["label"]) == ("seven", "top right")


def test_field_for_a_file_left_empty(send):
    """What a browser sends of a field for which nobody chose a file is no image; an empty file is a bad one."""
    left = RequestField("image", b"", headers={"Content-Disposition": 'form-data; name="image"; filename=""'})
    good, empty = send(left, file("a.png", TOP_RIGHT), file("b.png", b"")).document["results"]
    assert good["label"] == "top right"
    assert empty["error"]["status"] == 400


def test_no_image(send):
    """A form without any image is refused with the fields that it has."""
    found = send(("top", "2"), ("image", "a.png"))
    assert found.status == 400
    assert "received the fields ['image', 'top'] and no image" in found.document["error"]


def test_mixed(ask):
    """Images in base64, as mail programs attach them, are answered as well; they may have no names."""
    message = MIMEMultipart("mixed", policy=HTTP)
    for data in (TOP_RIGHT, BOTTOM_LEFT):
        message.attach(MIMEImage(data, "png", policy=HTTP))
    body = message.as_bytes().partition(b"\r\n\r\n")[2]
    first, second = ask("POST", PATH, body, content_type=message["Content-Type"]).document["results"]
    assert (first["label"], second["label"]) == ("top right", "bottom left")
    assert "name" not in first


def test_malformed(ask):
    """A form without its boundary is refused."""
    status, _, document = ask("POST", PATH, TOP_RIGHT, content_type="multipart/form-data")
    assert status == 400
    assert "the boundary ''" in document["error"]


def test_curl(ask, curl, tmp_path):
    """What curl sends by -F is answered: the sample of docs/http.md."""
    (tmp_path / "a.png").write_bytes(TOP_RIGHT)
    (tmp_path / "b.png").write_bytes(BOTTOM_LEFT)
    body, content_type = curl("-F", "image=@a.png", "-F", "image=@b.png", "-F", "top=1")
    results = ask("POST", PATH, body, content_type=content_type).document["results"]
    assert [(result["name"], result["label"]) for result in results] == [
        ("a.png", "top right"),
        ("b.png", "bottom left"),
    ]
    assert [len(result["predictions"]) for result in results] == [1, 1]


def test_accept(send):
    """Several images are answered in JSON, or not at all."""
    assert send(file("a.png", TOP_RIGHT), headers={"Accept": "image/png"}).status == 406


def test_only_when_asked():
    """Nothing of this is imported for who sends one image."""
    script = "import sys, tintype.http; sys.exit(bool({'tintype.http.form', 'tintype.http.images'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
