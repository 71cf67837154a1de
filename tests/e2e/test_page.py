"""The page for people, used in a real browser as a person does it; it takes the README's pictures."""

import json
import os
import subprocess
import sys
from base64 import b64encode
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from PIL import Image
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

from tests.e2e.browser import chromium
from tests.e2e.missing import give_up
from tests.e2e.sam import REPOSITORY
from tests.e2e.stacks import detached
from tests.e2e.test_new_version import publish_again
from tests.models.published import DRAFTS, file, png
from tintype.registry import promote, publish
from workbench.local.examples import EXAMPLES
from workbench.local.model import registry

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.timeout(300)]

PATIENCE = 40  # seconds
AXE = REPOSITORY / ".tools/axe/axe_playwright_python/axe.min.js"
SEVEN = (REPOSITORY / "events/images/seven.png").read_bytes()
PICTURES = os.environ.get("TINTYPE_PICTURES")
"""The folder that gets the README's pictures; without it they are taken and thrown away."""

JOB = ["--epochs", "2", "--batch-size", "64", "--train-images", "6000", "--test-images", "500", "--release", "true"]


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    """A stack with a model of digits that was really trained, briefly, and the same again with other labels."""
    home = tmp_path_factory.mktemp("home")
    with detached(home, "negative", "subject") as running:
        train(running, home)
        bucket = registry(running)
        codec = {"model": file("coder"), "tables": (EXAMPLES / "codec/tables.bin").read_bytes()}
        publish(bucket, DRAFTS["coder"]._replace(name="photographs"), codec)  # behind the digits, which come first
        promote(bucket, "photographs", 1, who="a test", why="to be looked at")
        promote(bucket, "digits", publish_again(bucket, 1), alias="canary", who="a test", why="to be looked at")
        bucket.close()
        yield running


def train(stack, home):
    """Run the training job as a person does who publishes to this stack."""
    names = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
    variables = os.environ | dict.fromkeys(names, "testing") | {"AWS_DEFAULT_REGION": "us-east-1"}
    variables |= {"AWS_REGION": "us-east-1", "AWS_ENDPOINT_URL": stack.aws, "SAGEMAKER_BASE_DIR": str(home / "job")}
    command = [sys.executable, "-m", "training.job", "--training", "training/datasets/mnist", *JOB]
    command += ["--registry", stack.buckets["ModelBucket"]]
    subprocess.run(command, cwd=REPOSITORY, env=variables, check=True, capture_output=True)


@pytest.fixture(scope="module")
def page(stack, tmp_path_factory):
    """The page in the browser, which has been told the key."""
    with chromium(tmp_path_factory.mktemp("browser")) as browser:
        browser.set_window_size(1100, 1220)
        browser.get(stack.api)
        waited(browser, "Enter the API key", "#notice")
        entry(browser, "#key-open").click()
        entry(browser, "#key").send_keys(stack.api_key, Keys.ENTER)
        waited(browser, "digits", "#model")
        yield browser


def entry(page, selector):
    return page.find_element(By.CSS_SELECTOR, selector)


def waited(page, text, selector):
    """Wait until an element, of which another may take the place, holds a text; return all that it holds."""

    def held(page):
        found = entry(page, selector).text
        return text in found and found

    patient = WebDriverWait(page, PATIENCE, ignored_exceptions=(StaleElementReferenceException,))
    return patient.until(held, f"{text!r} in {selector}")


def waiting(page, selector):
    """Wait until a button waits for being pressed, and return it."""
    WebDriverWait(page, PATIENCE).until(lambda page: entry(page, selector).is_enabled())
    return entry(page, selector)


def press(page, selector):
    """Press a button, once it can be."""
    waiting(page, selector).click()


def show(page, view):
    """Turn to another view, to its top."""
    entry(page, f'nav a[href="#{view}"]').click()
    WebDriverWait(page, PATIENCE).until(lambda page: entry(page, f"#{view}").is_displayed())


def draw_seven(page):
    """Draw a stroke to the right, and one down to the left."""
    place = entry(page, "#canvas")
    page.execute_script("arguments[0].scrollIntoView({block: 'center'})", place)
    pen = ActionChains(page, duration=80).move_to_element_with_offset(place, -60, -75).click_and_hold()
    pen.move_to_element_with_offset(place, 60, -75).move_to_element_with_offset(place, -5, 90).release().perform()


def drop(page, selector, files, event="DragEvent('drop', {dataTransfer: transfer"):
    """Drop files on an element, as the browser does it with those from a desktop."""
    page.execute_script(
        f"""const transfer = new DataTransfer();
        for (const [name, type, text] of arguments[1]) {{
          const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
          transfer.items.add(new File([bytes], name, {{type}}));
        }}
        arguments[0].dispatchEvent(new {event}, bubbles: true, cancelable: true}}));""",
        entry(page, selector),
        [(name, kind, b64encode(data).decode()) for name, kind, data in files],
    )


def paste(page, name, kind, data):
    """Paste a file."""
    drop(page, "body", [(name, kind, data)], "ClipboardEvent('paste', {clipboardData: transfer")


def jpeg(data):
    """Return a picture as JPEG, large enough for a photograph."""
    written = BytesIO()
    Image.open(BytesIO(data)).convert("RGB").resize((280, 280)).save(written, "JPEG")
    return written.getvalue()


def violations(page):
    """Return what axe finds wrong with what is shown."""
    if not AXE.exists():
        give_up("expected axe-core; run make .tools/axe/.installed")
    page.execute_script(AXE.read_text())
    found = page.execute_async_script("axe.run(document).then(arguments[0])")
    return [
        (each["id"], node["html"], node.get("failureSummary")) for each in found["violations"] for node in each["nodes"]
    ]


def test_drawing(page):
    """A drawn seven is a seven, and beside it stand the version and the time."""
    draw_seven(page)
    press(page, "#ask")
    waited(page, "digits, version 1", "#answers")
    assert entry(page, "#answers .headline").text == "7"
    assert len(page.find_elements(By.CSS_SELECTOR, "#answers .bars li")) == 5
    assert "ms in all" in entry(page, "#answers").text


def test_explanation(page):
    """The heat map lies over the drawing, as strongly as the slider says."""
    press(page, "#explain")
    waited(page, "in all", "#explanation")
    below, above = page.find_elements(By.CSS_SELECTOR, "#explanation .stack img")
    WebDriverWait(page, PATIENCE).until(lambda _: int(above.get_property("naturalWidth")) == 280)
    assert below.get_property("naturalWidth") == 280
    strength = entry(page, "#explanation input[type=range]")
    strength.send_keys(Keys.HOME)
    assert above.value_of_css_property("opacity") == "0"
    strength.send_keys(*[Keys.ARROW_RIGHT] * 70)


def test_pictures(page, stack):
    """The README's pictures are of this page, light and dark."""
    page.execute_script("document.activeElement.blur()")
    for scheme in ("light", "dark"):
        coloured(page, scheme)
        page.execute_script("scrollTo(0, 0)")
        taken = Image.open(BytesIO(page.get_screenshot_as_png())).convert("RGB")
        assert (taken.getpixel((3, 300))[0] > 200) is (scheme == "light")
        if PICTURES:
            taken.quantize(96, dither=Image.Dither.NONE).save(Path(PICTURES) / f"page-{scheme}.png", optimize=True)
    assert stack.api_key not in entry(page, "body").text


def coloured(page, scheme):
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", media)


def test_snippets(page):
    """The same call is there for the shell and for Python, without the key itself."""
    shell, python = (block.text for block in page.find_elements(By.CSS_SELECTOR, "#snippets pre"))
    assert ":explain?view=heat" in shell
    assert '-H "x-api-key: $KEY"' in shell
    compile(python, "the page's", "exec")


def test_dropped_photograph(page):
    """A dropped JPEG is shown and answered at once."""
    drop(page, "#drop", [("seven.jpg", "image/jpeg", jpeg(SEVEN))])
    waited(page, "@seven.jpg", "#snippets pre")  # which is last
    waited(page, "seven.jpg", "#image-name")
    assert waited(page, "7", "#answers .headline") == "7"
    assert entry(page, "#preview").get_property("naturalWidth") == 280


def test_pasted_image(page):
    """A pasted image, or a chosen one, is answered at once."""
    paste(page, "pasted.png", "image/png", SEVEN)
    waited(page, "pasted.png", "#image-name")
    waited(page, "digits, version 1", "#answers")
    entry(page, "#file").send_keys(str(REPOSITORY / "events/images/two.png"))
    waited(page, "two.png", "#image-name")
    assert waited(page, "2", "#answers .headline") == "2"
    paste(page, "seven.png", "image/png", SEVEN)
    assert waited(page, "7", "#answers .headline") == "7"


def test_two_versions(page):
    """Another version's answer to the same image stands beside the first."""
    Select(entry(page, "#other")).select_by_value("version:2")
    text = waited(page, "digits, version 2", "#answers")
    assert "digits, version 1" in text
    assert [each.text for each in page.find_elements(By.CSS_SELECTOR, "#answers .headline")] == ["7", "new 7"]
    assert violations(page) == []
    Select(entry(page, "#other")).select_by_value("none")


def test_better_image(page):
    """A model that answers with an image shows both, as much of each as the slider says, and offers the new one."""
    Select(entry(page, "#model")).select_by_value("negative")
    press(page, "#ask")
    waited(page, "negative, version 1", "#answers")
    _, after = page.find_elements(By.CSS_SELECTOR, "#answers .slider img")
    WebDriverWait(page, PATIENCE).until(lambda _: int(after.get_property("naturalWidth")) == 28)
    assert "50%" in after.value_of_css_property("clip-path")
    entry(page, "#answers input[type=range]").send_keys(Keys.HOME)
    assert "50%" not in after.value_of_css_property("clip-path")
    assert entry(page, "#answers a[download]").get_attribute("download") == "better.png"
    assert "-o 'better.png'" in entry(page, "#snippets pre").text
    assert not entry(page, "#explaining").is_displayed()
    Select(entry(page, "#model")).select_by_value("digits")


def test_mask(page):
    """A model that draws masks shows them over the image, and each class's share of it."""
    page.execute_script("arguments[0].click()", entry(page, "#clear"))
    Select(entry(page, "#model")).select_by_value("subject")
    drop(page, "#drop", [("red.png", "image/png", png(64, 64, (255, 0, 0)))])
    waited(page, "subject, version 1", "#answers")
    _, mask = page.find_elements(By.CSS_SELECTOR, "#answers .stack img")
    WebDriverWait(page, PATIENCE).until(lambda _: int(mask.get_property("naturalWidth")) == 64)
    assert "red\n100 %" in entry(page, "#answers .bars").text
    assert "view=overlay" in entry(page, "#snippets pre").text
    Select(entry(page, "#model")).select_by_value("digits")


def test_codec(stack, page):
    """A codec's file is there to be saved, with what it costs and the picture that it gives back."""
    page.execute_script("arguments[0].click()", entry(page, "#clear"))
    Select(entry(page, "#model")).select_by_value("photographs")
    picture = png(64, 64, (250, 0, 0))
    drop(page, "#drop", [("red.png", "image/png", picture)])
    text = waited(page, "photographs, version 1", "#answers")
    assert "bits a pixel" in text
    assert "PSNR" in text
    _, restored = page.find_elements(By.CSS_SELECTOR, "#answers .slider img")
    WebDriverWait(page, PATIENCE).until(lambda _: int(restored.get_property("naturalWidth")) == 64)
    saved, _ = page.find_elements(By.CSS_SELECTOR, "#answers a[download]")
    assert saved.get_attribute("download") == "image.tint"
    assert "-o 'image.tint'" in entry(page, "#snippets pre").text
    headers = {"Content-Type": "image/png", "x-api-key": stack.api_key}
    with urlopen(Request(f"{stack.api}/v1/models/photographs:predict", picture, headers)) as answered:  # noqa: S310
        file = answered.read()
    page.execute_script("arguments[0].click()", entry(page, "#clear"))
    drop(page, "#drop", [("image.tint", "", file)])
    WebDriverWait(page, PATIENCE).until(
        lambda page: entry(page, "#answers a[download]").get_attribute("download") == "better.png"
    )
    shown = entry(page, "#answers img")
    WebDriverWait(page, PATIENCE).until(lambda _: int(shown.get_property("naturalWidth")) == 64)
    Select(entry(page, "#model")).select_by_value("digits")


def test_no_image(page):
    """What is no image is refused in words that a person can read."""
    drop(page, "#drop", [("notes.txt", "text/plain", b"milk, eggs")])
    assert "Expected" in waited(page, "(4", "#answers .error")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_models(page, scheme):
    """A model's page has its traffic, figures, curves, confusion matrix, lineage and releases, without a barrier."""
    coloured(page, scheme)
    show(page, "models")
    text = waited(page, "Releases", "#model-details")
    for part in ("production", "canary", "Learning curves", "Confusion matrix", "Lineage", "to be looked at"):
        assert part in text
    assert len(page.find_elements(By.CSS_SELECTOR, "#model-details svg polyline")) == 2
    assert violations(page) == []
    show(page, "try")


def test_version_of_a_model(page):
    """Another version can be chosen."""
    show(page, "models")
    waited(page, "Version 1", "#model-details")
    Select(entry(page, "#shown-version")).select_by_value("version:2")
    waited(page, "Version 2", "#model-details")


def test_uploads(page):
    """Ten files are uploaded and answered, each in its row; one that is no image says why not."""
    show(page, "uploads")
    files = [(f"seven-{number}.png", "image/png", SEVEN) for number in range(9)]
    drop(page, "#upload-drop", [*files, ("notes.txt", "text/plain", b"milk, eggs")])
    waited(page, "10 of 10 answered", "#upload-status")
    rows = [row.text for row in page.find_elements(By.CSS_SELECTOR, "#jobs tr")]
    assert [("done" in row, "7 (" in row) for row in rows[:9]] == [(True, True)] * 9
    assert "failed" in rows[9]
    assert "image" in rows[9]
    assert violations(page) == []


def test_figures(page):
    """The page counts its own calls: answers, errors, latencies."""
    show(page, "figures")
    text = waited(page, "digits 1", "#figures-all")
    assert "p95" in text
    assert "errors of the caller (4xx)\n0" not in text
    assert violations(page) == []


def test_keyboard(page):
    """Without a mouse: the pen is led by arrows to draw a one, and the button pressed by Enter."""
    show(page, "try")
    entry(page, "#clear").click()
    entry(page, "#canvas").send_keys(*[Keys.ARROW_UP] * 6, " ", *[Keys.ARROW_DOWN] * 12)
    waiting(page, "#ask").send_keys(Keys.ENTER)
    assert waited(page, "1", "#answers .headline") == "1"


@pytest.fixture
def phone(page):
    """The page on a phone's screen."""
    screen = {"width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": True}
    page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
    yield page
    page.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_phone(phone):
    """On a phone nothing is wider than the screen."""
    for view in ("figures", "uploads", "models", "try"):
        show(phone, view)
        if view == "models":
            waited(phone, "Releases", "#model-details")
        assert phone.execute_script("return document.documentElement.scrollWidth") <= 360, view
    assert violations(phone) == []


def test_own_addresses(page, stack):
    """The page has asked nobody but its own API and the stack's S3, and broke no rule of its policy."""
    messages = [json.loads(line["message"])["message"] for line in page.get_log("performance")]
    sent = [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
    hosts = {urlsplit(url).netloc for url in sent if url.startswith(("http", "ws"))}
    assert hosts == {urlsplit(stack.api).netloc, urlsplit(stack.aws).netloc}
    complaints = [line["message"] for line in page.get_log("browser") if line["level"] == "SEVERE"]
    assert [each for each in complaints if "status of 4" not in each] == []


def test_wrong_key(page, stack):
    """With a wrong key the page says what it was told, and asks for another."""
    entry(page, "#key-open").click()
    entry(page, "#key").clear()
    entry(page, "#key").send_keys("wrong", Keys.ENTER)
    assert "expected a valid API key" in waited(page, "API key", "#notice")
    assert entry(page, "#key-dialog").is_displayed()
    assert violations(page) == []
    entry(page, "#key").clear()
    entry(page, "#key").send_keys(stack.api_key, Keys.ENTER)
    WebDriverWait(page, PATIENCE).until(lambda page: not entry(page, "#notice").is_displayed())


def test_removed_key(page):
    """A removed key is gone from the browser."""
    entry(page, "#key-open").click()
    entry(page, "#key-remove").click()
    waited(page, "Enter the API key", "#notice")
    assert page.execute_script("return localStorage.length") == 0


def test_dead_api(page):
    """When the API is gone the page stays, and says so."""
    page.execute_cdp_cmd("Network.enable", {})
    page.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*/v1/*"]})
    press(page, "#ask")
    waited(page, "No answer came from the API", "#answers .error")
    page.refresh()
    entry(page, "#key-open").click()
    entry(page, "#key").send_keys("any", Keys.ENTER)
    waited(page, "No answer came from the API", "#notice")
    assert violations(page) == []
