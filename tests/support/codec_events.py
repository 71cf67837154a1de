"""Writes the events for the example codec, when that was trained anew: ``python -m tests.support.codec_events``.

``events/http_predict_decode.json`` holds a file that only this very example reads, as version 1.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from pathlib import Path

from tintype import tasks
from tintype.images.container import MEDIA_TYPE
from tintype.manifest import Manifest
from tintype.registry.folder import MANIFEST, read_folder
from tintype.runtimes import load
from tintype.tasks import Parameters

ROOT = Path(__file__).parents[2]
EXAMPLE, EVENTS = ROOT / "training/examples/codec", ROOT / "events"
_MOST = 1_000_000


def encoded(image: bytes) -> bytes:
    """Return the file that the example makes of an image, as version 1."""
    manifest = Manifest.from_json((EXAMPLE / MANIFEST).read_bytes())._replace(version=1)
    _, paths = read_folder(EXAMPLE)
    network = load(manifest.runtime, bytearray(paths["model"].read_bytes()))
    prepared = tasks.prepare(manifest, {role: paths[role].read_bytes() for role in tasks.files(manifest)})
    made = tasks.answer(manifest, network, image, Parameters(media_type=MEDIA_TYPE), _MOST, prepared)
    assert made.body is not None
    return made.body


def write(name: str, body: bytes, kind: str) -> None:
    """Write an event like that for a mask, with another body, for the example."""
    event = json.loads((EVENTS / "http_predict_mask.json").read_text().replace("lungs:predict", "codec:predict"))
    event["headers"]["Content-Type"], event["multiValueHeaders"]["Content-Type"] = kind, [kind]
    event["queryStringParameters"] = event["multiValueQueryStringParameters"] = None
    event["body"] = b64encode(body).decode()
    (EVENTS / f"{name}.json").write_text(json.dumps(event, indent=2) + "\n")


def main() -> None:
    """Write both events."""
    film = b64decode(json.loads((EVENTS / "http_predict_mask.json").read_text())["body"])
    write("http_predict_encode", film, "image/png")
    write("http_predict_decode", encoded(film), MEDIA_TYPE)


if __name__ == "__main__":
    main()
