"""A real Chromium without a window, for tests of pages; what lacks it skips. Nothing is fetched to have one."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

_FLAGS = (
    "--headless=new",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-sync",
    "--no-first-run",
    "--window-size=1400,900",
    "--lang=en",
)
_OWN = ("file:", "data:", "blob:", "about:", "chrome:", "devtools:")


@contextmanager
def chromium(profile: Path) -> Iterator[Chrome]:
    """A browser that keeps what it knows below ``profile``; skips the test where this machine has none."""
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    programs = [
        shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    ]
    program, driver = next(filter(None, programs), None), shutil.which("chromedriver")
    if program is None or driver is None:
        pytest.skip("no Chromium with its chromedriver on this machine")
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for flag in (*_FLAGS, f"--user-data-dir={profile}", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"):
        options.add_argument(flag)
    if os.name == "posix" and os.geteuid() == 0:
        options.add_argument("--no-sandbox")  # Chromium refuses to start as root otherwise, as in containers
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    try:
        browser.set_script_timeout(20)
        yield browser
    finally:
        browser.quit()


def requests(browser: Chrome) -> list[str]:
    """Addresses outside the page itself that were asked for since the last call."""
    found = []
    for entry in browser.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] in ("Network.requestWillBeSent", "Network.webSocketCreated"):
            params = message["params"]
            found.append(params["request"]["url"] if "request" in params else params["url"])
    return [address for address in found if not address.startswith(_OWN)]


def complaints(browser: Chrome) -> list[str]:
    """What the console shows since the last call: errors, warnings, what the policy forbade."""
    return [entry["message"] for entry in browser.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]


def until(browser: Chrome, condition: Callable[[Chrome], object] | str, *arguments: object) -> object:
    """Wait until a condition, a function or JavaScript, gives something true, and give it; at most 20 seconds."""
    from selenium.webdriver.support.ui import WebDriverWait

    def holds(here: Chrome) -> object:
        return here.execute_script(condition, *arguments) if isinstance(condition, str) else condition(here)

    return WebDriverWait(browser, 20, poll_frequency=0.03).until(holds, f"never true: {condition}")
