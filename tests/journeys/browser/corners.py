"""What only a few people see, or only for a moment: passkeys, names while one types, drafts with gaps."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.browser.looking import Visitor
from tests.journeys.browser.steps import sign_in, submit
from tests.journeys.route_walk import PLAN
from tests.worlds import SLUG

OWNERS = {"pl": "reviewer@own.example", "en": "author@own.example"}
_DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def passkeys(visitor: Visitor) -> None:
    """Add a passkey of a virtual device, rename it, sign in with it, remove it."""
    page = visitor.page(f"the owner of a passkey, {visitor.language}")
    sign_in(page, OWNERS[visitor.language])
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": _DEVICE})
    page.goto("/accounts/2fa/webauthn/add/")
    visitor.look(page, "adding a passkey")
    page.fill("#id_name", "Telefon")
    submit(page, "#mfa_webauthn_add")
    visitor.look(page, "a passkey added")
    _open(page, "/edit/")
    visitor.look(page, "renaming a passkey")
    page.fill("#id_name", "Laptop")
    submit(page)
    page.goto("/accounts/logout/")
    submit(page)
    page.goto("/accounts/login/")
    submit(page, "#passkey_login")
    page.goto("/accounts/2fa/webauthn/")
    assert "Laptop" in page.locator("main").inner_text()
    _open(page, "/remove/")
    visitor.look(page, "removing a passkey")
    submit(page)
    assert "Laptop" not in page.locator("main").inner_text()


def _open(page: Page, ending: str) -> None:
    """Open a page that changes a passkey; whoever has one may have to show it first."""
    with page.expect_navigation():
        page.locator(f"main a[href$='{ending}']").first.click()
    if page.locator("#mfa_webauthn_reauthenticate").count():
        submit(page, "#mfa_webauthn_reauthenticate")


def while_one_types(visitor: Visitor) -> None:
    """The names that are proposed, and the link that a plan has for whoever is not signed in."""
    page = visitor.go("/plan/")
    with page.expect_response(lambda answer: "/names/" in answer.url):
        page.locator("#id_goal").press_sequentially("UX")
    expect(page.locator("datalist option").first).to_be_attached()
    visitor.look(page, "names of occupations while one types")
    visitor.look(visitor.send(f"/plan/link/?{PLAN}", {}), "a link to a plan")


def drafts(visitor: Visitor, draft: str) -> None:
    """A draft with gaps at its address ``draft``, and the outcomes of a next version."""
    page = visitor.go(f"{draft}/", "author")
    visitor.look(page, "a draft with gaps")
    page.goto(f"/staff/own/definitions/{SLUG}/edit/outcomes/")
    visitor.look(page, "outcomes in the editor")
