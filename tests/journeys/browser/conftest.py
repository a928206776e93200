"""A running installation with the demo institution, and a real browser that looks at it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.journeys.browser.pages import WATCHED
from tests.journeys.browser.steps import OpenPage, Site, sign_in
from tests.shared_data import missing

CHROMIUM = Path(os.environ.get("UMIEM_CHROMIUM", "/usr/bin/chromium"))
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 10_000  # milliseconds for one step
STARTS_WITHIN = 180  # seconds, on a busy machine


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Run ``umiem up`` on a data folder of its own."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    home = tmp_path_factory.mktemp("home")
    url = f"http://localhost:{port}"
    settings = {
        "UMIEM_HOME": str(home),
        "UMIEM_BASE_URL": url,
        "UMIEM_DEMO": "1",
        "LANG": "C.UTF-8",
        "UMIEM_OPERATORS": "admin@own.example",
        "DJANGO_SETTINGS_MODULE": WATCHED,
        "PYTHONPATH": str(Path(__file__).parents[3]),
    }
    command = [str(Path(sys.executable).with_name("umiem")), "up", "--port", str(port)]
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(command, env={**os.environ, **settings}, stdout=log, stderr=log)
        try:
            _wait_until_it_answers(url, process, home / "log")
            yield Site(url, settings)
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait_until_it_answers(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end:
        if process.poll() is not None:
            pytest.fail(f"umiem up ended early:\n{log.read_text(errors='replace')[-3000:]}")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail(
        f"umiem up did not answer within {STARTS_WITHIN} s:\n{log.read_text(errors='replace')[-3000:]}"
    )


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    if not CHROMIUM.exists():
        missing("Chromium", "apt install chromium, or name another one in UMIEM_CHROMIUM")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def open_page(site: Site, browser: Browser) -> Iterator[OpenPage]:
    """Open a page in a language, as somebody or as nobody; errors of the console fail the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_one(
        *, language: str = "pl", person: str | None = None, width: int = 1280, javascript: bool = True
    ) -> Page:
        context = browser.new_context(
            base_url=site.url,
            locale=language,
            viewport={"width": width, "height": 900},
            java_script_enabled=javascript,
            storage_state=site.signed_in.get(person) if person else None,  # type: ignore[arg-type]
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda line: complaints.append(line.text) if _is_complaint(line) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if person is not None and person not in site.signed_in:
            sign_in(page, person)
            site.signed_in[person] = context.storage_state()
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []


def _is_complaint(line: object) -> bool:
    """Chromium also reports each 4xx answer as an error; those are looked at by the tests themselves."""
    text = getattr(line, "text", "")
    return getattr(line, "type", "") == "error" and "Failed to load resource" not in text
