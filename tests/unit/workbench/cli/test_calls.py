"""`tintype predict` against an API that answers by hand, and `tintype eval` with a real model file."""

import json

import pytest

from tests.models.published import DRAFTS
from tests.support.replies import serve

LABELS = DRAFTS["quadrants"].labels

ANSWER = {"model": "digits", "version": 3, "task": "classification", "label": "7", "score": 0.98, "predictions": []}


def reply(call):
    """Answer what is no image as the API does."""
    if call.body == b"text":
        return 400, {}, json.dumps({"error": "Expected an image, received text."}).encode()
    return 200, {}, json.dumps(ANSWER).encode()


@pytest.fixture
def server():
    with serve(reply) as found:
        yield found


@pytest.fixture
def api(server):
    return server.url


@pytest.fixture
def images(tmp_path):
    """A folder of three images, and one file that is none."""
    folder = tmp_path / "images"
    (folder / "deeper").mkdir(parents=True)
    for name in ("a.png", "b.jpg", "deeper/c.PNG"):
        (folder / name).write_bytes(name.encode())
    (folder / "notes.txt").write_bytes(b"text")
    return folder


@pytest.mark.parametrize(
    ("model", "path"),
    [
        ("digits", "/api/v1/models/digits:predict?top=5"),
        ("digits@3", "/api/v1/models/digits/versions/3:predict?top=5"),
        ("digits@staging", "/api/v1/models/digits/labels/staging:predict?top=5"),
    ],
)
def test_one_image(run, server, images, model, path):
    """An image's bytes go to the version that was named, with the key, and the answer is a table."""
    done = run("predict", images / "a.png", "--model", model)
    assert done.exit_code == 0, done.stderr
    [call] = server.calls
    assert (call.method, call.path, call.headers["x-api-key"], call.body) == ("POST", path, "secret", b"a.png")
    assert "0.9800" in done.stdout


def test_a_folder_as_json(run, images):
    """A folder stands for the images below it, and the answers come in their order."""
    found = json.loads(run("predict", images, "--model", "digits", "--json").stdout)
    assert [each["file"] for each in found] == [str(images / name) for name in ("a.png", "b.jpg", "deeper/c.PNG")]
    assert all(each["status"] == 200 and each["answer"] == ANSWER for each in found)


def test_lines(run, images):
    """With --ndjson each line is one answer."""
    lines = run("predict", images, "--model", "digits", "--ndjson").stdout.splitlines()
    assert [json.loads(line)["answer"]["label"] for line in lines] == ["7", "7", "7"]


def test_one_refused(run, images):
    """What the API refuses is shown with its message, the others with their answers, and the exit code is 1."""
    done = run("predict", images / "a.png", images / "notes.txt", "--model", "digits", "--json")
    assert done.exit_code == 1
    answered, refused = json.loads(done.stdout)
    assert answered["answer"]["label"] == "7"
    assert (refused["status"], refused["error"]) == (400, "Expected an image, received text.")
    table = run("predict", images / "notes.txt", "--model", "digits").stdout
    assert "Expected an image, received text." in table


def test_token(run, server, images):
    """A token goes with the call."""
    run("predict", images / "a.png", "--model", "digits", "--token", "abc")
    assert server.calls[0].headers["authorization"] == "Bearer abc"


@pytest.mark.parametrize("status", [429, 503])
def test_tries_again(run, server, images, status):
    """What may work later is tried again."""
    answers = iter([(status, {"Retry-After": "0"}, b"{}"), (200, {}, json.dumps(ANSWER).encode())])
    server.reply = lambda _: next(answers)
    assert run("predict", images / "a.png", "--model", "digits").exit_code == 0
    assert len(server.calls) == 2


def test_no_images(run, tmp_path):
    """A folder without images is refused, a path that does not exist is a wrong use."""
    done = run("predict", tmp_path, "--model", "digits")
    assert (done.exit_code, "Expected images" in done.stderr) == (1, True)
    assert run("predict", tmp_path / "nothing.png", "--model", "digits").exit_code == 2


def test_nothing_answers(run, server, images):
    """An API that does not answer is named, with what to do."""
    server.reply = lambda _: (_ for _ in ()).throw(ConnectionResetError)
    done = run("predict", images / "a.png", "--model", "digits")
    assert done.exit_code == 1
    assert "tintype doctor" in done.stderr


def test_eval(run, publish_quadrants, held_out):
    """A version that is always right has the accuracy 1, with its interval, and no label is mistaken."""
    publish_quadrants()
    done = run("eval", "quadrants@1", held_out, "--json")
    found = json.loads(done.stdout)
    assert (found["images"], found["accuracy"], found["interval"][1], found["mistakes"]) == (120, 1.0, 1.0, [])
    assert 0.96 < found["interval"][0] < 0.97  # Wilson's lower bound of 120 of 120
    assert {row["images"] for row in found["labels"].values()} == {30}
    assert "100.00%" in run("eval", "quadrants@1", held_out, "--most", "8").stdout


def test_eval_of_a_bad_version(run, publish_quadrants, held_out):
    """Labels that are taken for each other are named, and so are the first images."""
    first, second = LABELS[:2]
    publish_quadrants([second, first, *LABELS[2:]])
    found = json.loads(run("eval", "quadrants@1", held_out, "--json").stdout)
    assert found["accuracy"] == 0.5
    assert found["labels"][first] | {"interval": None} == {
        "recall": 0.0,
        "interval": None,
        "precision": 0.0,
        "images": 30,
        "mistaken_for": second,
    }
    assert found["mistakes"][0]["answer"] == second


def test_eval_other_labels(run, publish_quadrants, held_out):
    """Folders that are no labels of the model are refused by their names."""
    publish_quadrants(["a", "b", "c", "d"])
    done = run("eval", "quadrants@1", held_out)
    assert done.exit_code == 1
    assert "a label of the model (a, b, c, d)" in done.stderr


PICTURE = b"\x89PNG a picture"
EXPLANATION = {
    "model": "digits",
    "version": 3,
    "label": "7",
    "score": 0.98,
    "method": "cam",
    "heat": {"width": 2, "height": 2, "values": [0.0, 0.5, 1.0, -1.0]},
    "faithfulness": {"deletion": 0.25, "insertion": 0.75, "steps": 10},
}


def picturing(call):
    """Answer with a picture where one is accepted, or where the model makes one."""
    if "explain" in call.path and call.headers["accept"] == "application/json":
        return 200, {}, json.dumps(EXPLANATION).encode()
    return 200, {"Content-Type": "image/png", "X-Tintype-Version": "2"}, PICTURE


def test_files(run, images, tmp_path, monkeypatch, server):
    """What a model makes of images goes to a folder; without one the answer says what it is."""
    monkeypatch.setattr(server, "reply", picturing)
    done = run("predict", images / "a.png", "--model", "denoise", "--output", tmp_path / "better", "--json")
    [answer] = json.loads(done.stdout)
    assert answer["answer"] == {
        "version": 2,
        "media_type": "image/png",
        "bytes": len(PICTURE),
        "output": str(tmp_path / "better" / "a.png"),
    }
    assert (tmp_path / "better" / "a.png").read_bytes() == PICTURE
    assert "image/png, see --output" in run("predict", images / "a.png", "--model", "denoise").stdout


@pytest.mark.parametrize(
    ("name", "accept", "kind"),
    [
        ("a.tint", "image/vnd.tintype", "image/vnd.tintype"),
        ("new/b.JPG", "image/jpeg", "image/jpeg"),
        ("plain", "", "image/png"),
    ],
)
def test_one_file(run, images, tmp_path, server, name, accept, kind):
    """A name with an ending is that of the file, and says its format; another one is a folder."""
    server.reply = lambda _: (200, {"Content-Type": kind, "X-Tintype-Version": "2"}, PICTURE)
    target = tmp_path / name
    done = run("predict", images / "a.png", "--model", "coder", "--output", target, "--quality", 40, "--json")
    written = target if accept else target / "a.png"
    assert json.loads(done.stdout)[0]["answer"]["output"] == str(written)
    assert written.read_bytes() == PICTURE
    [call] = server.calls
    assert call.path.endswith("?top=5&quality=40")
    assert call.headers.get("accept", "") == accept


def test_several_files(run, images, tmp_path, server):
    """Files of several images have the endings of their types, in the folder."""
    server.reply = lambda _: (200, {"Content-Type": "image/vnd.tintype", "X-Tintype-Version": "2"}, PICTURE)
    run("predict", images, "--model", "coder", "--output", tmp_path / "small.tint")
    assert sorted(path.name for path in (tmp_path / "small.tint").iterdir()) == ["a.tint", "b.tint", "c.tint"]


def test_large_file(run, images, tmp_path, server):
    """A file that is too large for a call is fetched from where it lies, without the key."""

    def reply(call):
        if call.path == "/elsewhere":
            return 200, {"Content-Type": "image/png"}, PICTURE
        return 303, {"Location": f"{server.url.removesuffix('/api')}/elsewhere", "X-Tintype-Version": "2"}, b"{}"

    server.reply = reply
    run("predict", images / "a.png", "--model", "coder", "--output", tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes() == PICTURE
    assert "x-api-key" not in server.calls[1].headers


def test_explained(run, images, tmp_path, monkeypatch, server):
    """An explanation is a table with the map in letters, the document, or a picture in a file."""
    monkeypatch.setattr(server, "reply", picturing)
    picture = tmp_path / "why.png"
    done = run("explain", images / "a.png", "--model", "digits@3", "--label", "7", "--output", picture)
    assert done.exit_code == 0, done.stderr
    assert [call.path.partition("/v1/")[2] for call in server.calls] == [
        "models/digits/versions/3:explain?label=7",
        "models/digits/versions/3:explain?label=7&view=overlay&faithfulness=false",
    ]
    assert picture.read_bytes() == PICTURE
    assert "0.750" in done.stdout
    assert json.loads(run("explain", images / "a.png", "--model", "digits", "--json").stdout) == EXPLANATION


def test_not_explained(run, images):
    """What the API refuses is the command's failure, in the API's words."""
    done = run("explain", images / "notes.txt", "--model", "digits")
    assert done.exit_code == 1
    assert "Expected an image, received text." in done.stderr
