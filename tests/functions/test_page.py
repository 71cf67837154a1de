from __future__ import annotations

import gzip
import importlib
import json
import re
import subprocess
import sys
from base64 import b64decode
from pathlib import Path

import pytest

from tests.support.events import call

REPOSITORY = Path(__file__).parents[2]
HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture(scope="module")
def handler():
    return importlib.import_module("functions.page.app").handler


@pytest.fixture
def ask(handler):
    """Return a function that asks the page's function at the stage ``api``."""

    def asking(path, method="GET", **headers):
        event = call(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        event["requestContext"]["path"] = f"/api{path}"
        return handler(event, None)

    return asking


@pytest.fixture
def page(ask):
    return ask("/", **HTML)


def files(page):
    """Return the paths, below the stage, of what the page loads."""
    return [path.removeprefix("/api") for path in re.findall(r'(?:href|src)="(/api/page/[^"]+)"', page["body"])]


def test_page(page):
    """A browser gets the page, whose links lead below its stage."""
    assert page["statusCode"] == 200
    assert page["headers"]["Content-Type"] == "text/html; charset=utf-8"
    assert 'data-base="/api"' in page["body"]
    assert "{" not in page["body"]


def test_event(handler):
    """A browser's call, as API Gateway hands it over, gets the page compressed."""
    found = handler(json.loads((REPOSITORY / "events/page_browser.json").read_text()), None)
    assert (found["statusCode"], found["headers"]["Content-Encoding"]) == (200, "gzip")
    assert b'data-base="/api"' in gzip.decompress(b64decode(found["body"]))


def test_page_without_a_slash(handler, page):
    """The stage's address without a slash at its end leads to the same page."""
    event = call("GET", "/", headers=HTML)
    event["requestContext"]["path"] = "/api"
    assert handler(event, None)["body"] == page["body"]


def test_page_at_a_domain_of_its_own(handler):
    """Where the API has a domain without a stage in its paths, the links begin at its root."""
    event = call("GET", "/", headers=HTML)
    event["requestContext"]["path"] = "/"
    body = handler(event, None)["body"]
    assert 'data-base=""' in body
    assert 'src="/page/' in body


def test_base_is_escaped(handler):
    """What stands before the path becomes text, never markup."""
    event = call("GET", "/", headers=HTML)
    event["requestContext"]["path"] = '/"><script>/'
    assert "<script>/" not in handler(event, None)["body"]


def test_files(page, ask):
    """Everything that the page names is there, is kept for ever, and changes its path when it changes."""
    kinds = {ask(path)["headers"]["Content-Type"].partition(";")[0] for path in files(page)}
    assert kinds == {"text/css", "text/javascript", "image/svg+xml"}
    for path in files(page):
        found = ask(path)
        assert found["headers"]["Cache-Control"] == "public, max-age=31536000, immutable"
        assert re.fullmatch(r"/page/[0-9a-f]{16}/[\w.]+", path)


def test_first_view_is_small(page, ask):
    """The page and all that it loads have less than 100 kB, even to a browser that takes no compression."""
    bodies = [page["body"], *(ask(path)["body"] for path in files(page))]
    assert sum(len(body.encode()) for body in bodies) < 100_000


def test_compressed(page, ask):
    """A browser that takes gzip gets the same bytes compressed, under a tag of their own."""
    for path in ("/", *files(page)):
        accept = HTML if path == "/" else {}
        plain, small = ask(path, **accept), ask(path, Accept_Encoding="gzip, deflate, br", **accept)
        assert small["headers"]["Content-Encoding"] == "gzip"
        assert gzip.decompress(b64decode(small["body"])).decode() == plain["body"]
        assert small["headers"]["ETag"] != plain["headers"]["ETag"]


def test_asking_again(page, ask):
    """A browser that has the page is told that it has not changed."""
    found = ask("/", If_None_Match=f'"other", W/{page["headers"]["ETag"]}', **HTML)
    assert (found["statusCode"], found["body"]) == (304, "")
    assert ask("/", If_None_Match='"other"', **HTML)["statusCode"] == 200


def test_policy(page):
    """The browser runs nothing that is in the page itself, and calls only this API and the stack's buckets."""
    policy = page["headers"]["Content-Security-Policy"]
    assert "default-src 'none'; script-src 'self'; style-src 'self';" in policy
    assert "unsafe" not in policy
    assert "<style" not in page["body"]
    assert not re.search(r"<script(?![^>]*\ssrc=)|<[^>]+\s(style|on\w+)=", page["body"])


def test_nothing_from_elsewhere(page, ask):
    """No file names another host, but for the names of XML's own spaces."""
    for body in (page["body"], *(ask(path)["body"] for path in files(page))):
        assert set(re.findall(r"https?://[\w.]+", body)) <= {"http://www.w3.org"}


@pytest.mark.parametrize("accept", [{}, {"Accept": "*/*"}, {"Accept": "application/json"}])
def test_links(ask, accept):
    """A program gets where everything is."""
    found = ask("/", **accept)
    assert found["headers"]["Vary"].startswith("Accept")
    assert json.loads(found["body"]) == {
        "name": "Tintype",
        "docs": "/api/docs",
        "health": "/api/health",
        "openapi": "/api/openapi.json",
        "models": "/api/v1/models",
    }


def test_head(ask):
    """HEAD is answered as GET, without the body."""
    found = ask("/", "HEAD", **HTML)
    assert (found["statusCode"], found["body"]) == (200, "")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("POST", "/", 405), ("GET", "/page/0123456789abcdef/page.js", 404), ("GET", "/page/../app.py", 404)],
)
def test_errors(ask, method, path, status):
    """What is not there, or not possible, is said as everywhere, and never kept."""
    found = ask(path, method)
    assert found["statusCode"] == status
    assert json.loads(found["body"]).keys() == {"error"}
    assert found["headers"]["Cache-Control"] == "no-store"


def test_start():
    """The function needs the standard library alone, without what is slow to import."""
    code = "import sys; sys.path.insert(0, '.'); import functions.page.app; print(*sys.modules)"
    command = [sys.executable, "-I", "-c", code]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert not {"tintype", "boto3", "asyncio", "numpy", "email", "aws_lambda_powertools"} & loaded
