"""The page at /docs, read and used in a real browser, as a person does it."""

import json
from urllib.parse import urlsplit

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

from tests.e2e.browser import chromium
from tests.e2e.stacks import detached
from tintype.http.routes import OPERATIONS

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.timeout(300)]

PATIENCE = 30  # seconds


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    """A stack with a model that takes images."""
    with detached(tmp_path_factory.mktemp("home"), "quadrants") as running:
        yield running


@pytest.fixture(scope="module")
def page(stack, tmp_path_factory):
    """The page in the browser, when it has read the document."""
    with chromium(tmp_path_factory.mktemp("browser")) as browser:
        browser.get(f"{stack.api}/docs")
        WebDriverWait(browser, PATIENCE).until(lambda page: page.find_elements(By.CSS_SELECTOR, "#list li"))
        yield browser


def entry(page, identifier):
    return page.find_element(By.ID, identifier)


def requested(page):
    """Return the address of every request over a network since the last time, by Chromium's own account."""
    messages = [json.loads(line["message"])["message"] for line in page.get_log("performance")]
    sent = [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
    return [urlsplit(url) for url in sent if url.startswith(("http", "ws"))]


def send(page):
    """Press the button and return the answer's status line and document."""
    entry(page, "send").click()
    WebDriverWait(page, PATIENCE).until(lambda page: " ms" in entry(page, "status").text)
    return entry(page, "status").text, json.loads(entry(page, "body").text)


def test_own_origin(page, stack):
    """The page needs nothing but its own origin, and reads the document there."""
    addresses = requested(page)
    own = urlsplit(stack.api)
    assert {(address.scheme, address.netloc) for address in addresses} == {(own.scheme, own.netloc)}
    assert {f"{own.path}/docs", f"{own.path}/openapi.json"} <= {address.path for address in addresses}


def test_operations(page):
    """Each path of every operation is listed, with its method."""
    listed = {tuple(item.text.split()[:2]) for item in page.find_elements(By.CSS_SELECTOR, "#list button")}
    assert {(operation.method, path) for operation in OPERATIONS for path in operation.paths} <= listed


def test_example(page, stack):
    """The example of the model's own :predict, sent as it stands with the key, shows the answer."""
    assert Select(entry(page, "operation")).first_selected_option.text.endswith("/v1/models/quadrants:predict")
    entry(page, "key").send_keys(stack.api_key)
    status, document = send(page)
    assert status.startswith("200")
    assert (document["model"], document["label"]) == ("quadrants", "top right")
    assert "x-tintype-digest" in entry(page, "headers").text


def test_example_as_json(page, stack):
    """The same example as TensorFlow Serving's JSON is answered as well."""
    Select(entry(page, "kind")).select_by_value("json")
    entry(page, "key").clear()
    entry(page, "key").send_keys(stack.api_key)
    status, document = send(page)
    assert status.startswith("200")
    assert document == {"predictions": [[0.0, 1.0, 0.0, 0.0]]}


def test_without_key(page):
    """Without a key the page shows the refusal."""
    entry(page, "key").clear()
    status, document = send(page)
    assert status.startswith("403")
    assert document.keys() == {"error"}


def test_no_complaint(page):
    """The browser's console has no error but the refusal."""
    complaints = [line["message"] for line in page.get_log("browser") if line["level"] == "SEVERE"]
    assert all("403" in message for message in complaints)
