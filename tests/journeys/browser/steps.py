"""Steps that several browser tests take."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page

OpenPage = Callable[..., Page]
POLISH_FIRST = ["pl", pytest.param("en", marks=pytest.mark.long)]


@dataclass
class Site:
    """An installation at work: its address, and who is signed in already."""

    url: str
    environment: dict[str, str] = field(default_factory=dict)
    signed_in: dict[str, object] = field(default_factory=dict)


def submit(page: Page, button: str = "main form button[type=submit]") -> None:
    """Press a button and wait for the page that answers."""
    with page.expect_navigation():
        page.locator(button).first.click()


def sign_in(page: Page, email: str) -> None:
    """Sign in with the code that arrives in the demo mailbox."""
    page.goto("/accounts/login/")
    page.fill("#id_email", email)
    submit(page)
    enter_code(page, email)


def enter_code(page: Page, email: str) -> None:
    """Read the newest code sent to ``email`` and enter it."""
    page.fill("#id_code", newest_mail(page, email, r"^\s*([A-Z0-9]{3,5}-?[A-Z0-9]{3,5})\s*$"))
    submit(page)


def newest_mail(page: Page, email: str, pattern: str) -> str:
    """Return what ``pattern`` finds in the newest mail to ``email``."""
    mailbox = page.context.new_page()
    mailbox.goto("/outbox/")
    letter = mailbox.locator("details", has_text=email).first
    text = letter.locator(".body").text_content() or ""
    mailbox.close()
    found = re.search(pattern, text, re.MULTILINE)
    assert found is not None, f"{pattern} is not in the newest mail to {email}: {text[:500]}"
    return found[1]


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on a control; a page on which that takes more than 120 presses fails."""
    for _step in range(120):
        if page.evaluate("selector => document.activeElement?.matches(selector) ?? false", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab does not reach {selector}")
