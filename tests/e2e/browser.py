"""Chromium and the driver that belongs to it, both from the distribution."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from selenium.webdriver import Chrome, ChromeOptions, ChromeService

REMEDY = "Chromium and its driver; on Debian, as root: apt-get install chromium chromium-driver"
OPTIONS = (
    "--headless",
    "--no-sandbox",  # it needs what root in a container has not
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def programs() -> tuple[str | None, str | None]:
    """Return where both are; None for one that is not installed."""
    return shutil.which("chromium"), shutil.which("chromedriver")


@contextmanager
def chromium(folder: Path) -> Iterator[Chrome]:
    """Run it with a profile of its own; it notes every request and every line of its console."""
    browser, driver = programs()
    if not (browser and driver):
        pytest.fail(f"expected {REMEDY}")
    options = ChromeOptions()
    options.binary_location = browser
    for option in (*OPTIONS, f"--user-data-dir={folder / 'profile'}"):
        options.add_argument(option)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    running = Chrome(options, ChromeService(driver, env=os.environ | {"HOME": str(folder)}))
    try:
        yield running
    finally:
        running.quit()
