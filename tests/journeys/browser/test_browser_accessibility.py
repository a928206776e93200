"""Every page in both languages: axe finds nothing, light or dark; 320 pixels and 200 % zoom are enough.

Every template is looked at in both languages; every route and every further state in Polish. A short run
looks at the first pages of each audience. The last of the long tests names each template that nobody looked
at. The keyboard has a file of its own.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import corners
from tests.journeys.browser.looking import Visitor, findings
from tests.journeys.browser.pages import Furniture, furnish, routes
from tests.journeys.browser.steps import POLISH_FIRST, OpenPage, Site, submit, tab_to
from tests.journeys.browser.watching import all_templates
from tests.journeys.route_walk import BADGE, PLAN
from tests.shared_data import missing
from tests.worlds import PYTHON, SLUG

pytestmark = pytest.mark.browser
TOGETHER = pytest.mark.xdist_group("browser")
# each language on one worker, because its last test asks what the others looked at
LANGUAGES = [pytest.param(each, marks=pytest.mark.xdist_group(f"browser-{each}")) for each in ("pl", "en")]
STAFF = "/staff/own"
DEMO = "politechnika-przykladowa"
STEPS = 9  # of the editor of definitions
# what shows more than the plain routes do: of the demo institution, searched, empty, as another role
FURTHER: tuple[tuple[str, str | None], ...] = (
    ("/catalogue/?q=nothing-of-this-name", None),
    (f"/catalogue/compare/?d={DEMO}/{SLUG}", None),
    (f"/catalogue/{DEMO}/{SLUG}/", None),
    (f"/organisations/{DEMO}/", None),
    ("/skills/?q=python", None),
    ("/occupations/?q=programista", None),
    (f"/plan/?{PLAN}", None),
    (f"/plan/?{PLAN}", "learner"),
    ("/c/?code=0000", None),
    ("/no-such-page/", None),
    ("/accounts/login/", None),
    ("/accounts/login/code/", None),
    ("/accounts/inactive/", None),
    ("/accounts/signup/", None),
    ("/accounts/email/", "learner"),
    ("/accounts/2fa/webauthn/", "learner"),
    ("/accounts/2fa/webauthn/", "empty"),
    ("/accounts/2fa/webauthn/add/", "learner"),
    ("/accounts/2fa/reauthenticate/", "learner"),
    ("/accounts/2fa/webauthn/reauthenticate/", "learner"),
    ("/accounts/logout/", "learner"),
    ("/wallet/", "empty"),
    ("/wallet/?view=timeline", "learner"),
    ("/wallet/skills/?q=python", "learner"),
    ("/wallet/skills/", "empty"),
    ("/wallet/plans/", "empty"),
    ("/wallet/answers/", "empty"),
    ("/wallet/imported/", "empty"),
    ("/wallet/collections/", "empty"),
    ("/wallet/clients/", "issuer"),
    ("/second-fact/", "doubted"),
    (f"{STAFF}/awards/?q=nobody-of-this-name", "admin"),
    (f"{STAFF}/", "author"),
    (f"{STAFF}/", "reviewer"),
    (f"{STAFF}/", "issuer"),
)
_done: set[str] = set()


@pytest.fixture(scope="module")
def furniture(site: Site) -> Furniture:
    return furnish(site.environment)


@pytest.fixture
def visitor(open_page: OpenPage, furniture: Furniture, language: str) -> Visitor:
    return Visitor(furniture, open_page, language)


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_route(visitor: Visitor, language: str) -> None:
    everything = language == "pl"
    for pattern in routes():
        visitor.visit(visitor.furniture.path(pattern), always=everything)
    for path in visitor.furniture.states.values():
        visitor.visit(path, always=everything)
    for path, role in FURTHER:
        visitor.visit(path, role, always=everything)
    visitor.visit(visitor.furniture.path("answer/<str:token>/"), "learner", always=everything)
    visitor.visit(visitor.furniture.path("wallet/clients/plans/<uuid:plan>/"), "issuer", always=everything)
    for kind in ("remove", "edit"):
        path = f"/accounts/2fa/webauthn/keys/{visitor.furniture.values['pk']}/{kind}/"
        visitor.visit(path, "learner", always=everything)
    _done.add(f"routes {language}")
    assert visitor.findings == []


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_follows_a_form(visitor: Visitor, language: str, tmp_path: Path) -> None:
    for step in (_everybody, _recruiter, _learner, _staff, _lists, _signing_in, _corners):
        step(visitor, tmp_path)
    _done.add(f"forms {language}")
    assert visitor.findings == []


def _everybody(visitor: Visitor, folder: Path) -> None:
    """Plans, offers of jobs, codes that nobody has."""
    for path, fields in (
        ("/offer/", {"text": "Programista Python, SQL, testy"}),
        ("/claim/", {"code": "0000"}),
        ("/s/", {"code": "0000"}),
    ):
        visitor.look(visitor.send(path, fields), f"the answer of {path}")


def _recruiter(visitor: Visitor, folder: Path) -> None:
    """A verdict of each kind; many at once; a request and its end."""
    genuine = _signed(visitor)
    kinds = {
        "verified": genuine,
        "open points": BADGE.decode(),
        "not verified": genuine.replace("Podstawy", "Podstawa"),
        "not a credential": "{}",
    }
    for kind, text in kinds.items():
        page = visitor.send("/verify/", {"text": text})
        assert page.locator(".verdict .word").inner_text().strip(), kind
        assert page.locator(".verdict .seal .icon").count() == 1, kind
        visitor.look(page, f"the answer {kind}")
    many = folder / "many.csv"
    many.write_text("\n".join(f"https://far.invalid/{number}" for number in range(30)), encoding="utf-8")
    page = visitor.go("/verify/many/")
    page.set_input_files("#id_files", many)
    submit(page)
    visitor.look(page, "a batch")
    page = visitor.go("/verify/ask/")
    page.fill("#id_employer", "Firma")
    page.fill("#id_purpose", "Rekrutacja")
    page.fill("#id_q", "Python")
    submit(page, "button[name=find]")
    page.locator("input[name=definitions]").first.check()
    visitor.look(page, "a request with finds of the catalogue")
    submit(page, "main form button:not([name=find])")
    visitor.look(page, "a request just made")
    submit(page, "form[action$='/close/'] button")
    visitor.look(page, "a request ended")


def _learner(visitor: Visitor, folder: Path) -> None:
    """Imports, links, two accounts, the end of an account."""
    visitor.look(visitor.send("/wallet/imported/", {"text": "{}"}), "an import refused")
    page = visitor.send("/wallet/imported/", {"text": BADGE.decode()}, "empty")
    visitor.look(page, "an import")
    award = visitor.furniture.path("wallet/<uuid:award>/")
    visitor.look(visitor.send(f"{award}share/", {"purpose": "Praca", "days": "30"}), "a link just made")
    page = visitor.send("/wallet/account/merge/", {"step": "begin", "email": "druga@example.org"})
    visitor.look(page, "a code for merging")
    if visitor.language == "en":  # the account is gone after that
        page = visitor.send("/wallet/account/erase/", {"sure": "on"}, "leaving")
        visitor.look(page, "an account erased")
    else:
        page = visitor.go("/wallet/", "leaving")
        submit(page, "main h3 a")
        page = visitor.send(f"{page.url}erase/", {"sure": "on"}, "leaving")
        visitor.look(page, "an award erased")


def _staff(visitor: Visitor, folder: Path) -> None:
    """Forms with errors, a definition from elsewhere, the editor, a token."""
    visitor.look(visitor.send(f"{STAFF}/awards/one/{SLUG}/", {}), "the form of an award with errors")
    brought = folder / "badge.json"
    brought.write_text(json.dumps(BADGE_CLASS), encoding="utf-8")
    page = visitor.go(f"{STAFF}/definitions/import/")
    page.set_input_files("#id_file", brought)
    submit(page)
    visitor.look(page, "a definition from elsewhere")
    settled = visitor.furniture.states["application, refused"].strip("/").rpartition("/")[2]
    fields = {"decision": "refuse", "reason": "x", "application": settled}
    visitor.look(visitor.send(f"{STAFF}/applications/decide/", fields), "what was decided together")
    fields["reason"] = ""
    visitor.look(visitor.send(f"{STAFF}/applications/decide/", fields), "a decision without a reason")
    fields = {"label": visitor.language, "scopes": "awards:read", "days": "7"}
    visitor.look(visitor.send(f"{STAFF}/tokens/", fields), "a token just made")
    fields = {"purpose": "stand-alone", "title_pl": f"Axe {visitor.language}", "primary_language": "pl"}
    page = visitor.send(f"{STAFF}/definitions/new/", fields, "author")
    steps = page.locator(".editor-steps button").evaluate_all("all => all.map(one => one.value)")
    assert len(steps) == STEPS
    edit = page.url.partition("/edit/")[0]
    for step in (each.partition(":")[2] for each in steps):
        page.goto(f"{edit}/edit/{step}/")
        visitor.look(page, f"step {step}")
    _new_version(visitor, folder)
    corners.drafts(visitor, edit)


def _new_version(visitor: Visitor, folder: Path) -> None:
    """A draft of a next version, and what it changes."""
    changed = folder / "next.yaml"
    text = PYTHON.read_text(encoding="utf-8").replace("Python", "Python 3", 1)
    changed.write_text(f"{text}\n# {visitor.language}\n", encoding="utf-8")
    page = visitor.go(f"{STAFF}/definitions/upload/")
    page.set_input_files("#id_file", changed)
    submit(page)
    visitor.look(page, "a next version")
    visitor.visit(f"{STAFF}/definitions/{SLUG}/versions/")


def _lists(visitor: Visitor, folder: Path) -> None:
    """A list of learners from the file to the awards."""
    file = folder / "list.csv"
    file.write_text(
        f"given_name;family_name;email\nAnna;Nowak;anna-{visitor.language}@example.org\nJan;Bez;\n",
        encoding="utf-8",
    )
    page = visitor.go(f"{STAFF}/awards/list/{SLUG}/")
    page.set_input_files("#id_file", file)
    submit(page)
    visitor.look(page, "the columns of a list")
    submit(page, "main form .button.big")
    visitor.look(page, "the rows of a list")
    rows = page.url.partition("?")[0]
    page.goto(f"{rows}rows/2/")
    visitor.look(page, "a row of a list")
    visitor.send(f"{rows}fix/", {"leave-3": "on", "do": "leave-out"})
    page.goto(f"{rows}confirm/")
    visitor.look(page, "confirming a list")
    submit(page, "main form .button.big")
    visitor.look(page, "a list confirmed")


def _signing_in(visitor: Visitor, folder: Path) -> None:
    """The codes that arrive by mail."""
    for path, who in (("login", "issuer@own.example"), ("signup", f"nowa-{visitor.language}@example.org")):
        page = visitor.go(f"/accounts/{path}/", f"guest of {path}")
        page.fill("#id_email", who)
        submit(page)
        visitor.look(page, f"the code after {path}")


def _corners(visitor: Visitor, folder: Path) -> None:
    corners.while_one_types(visitor)
    corners.passkeys(visitor)


BADGE_CLASS = {
    "@context": "https://w3id.org/openbadges/v2",
    "type": "BadgeClass",
    "name": "Badge",
    "description": "A badge",
    "criteria": {"narrative": "Pass."},
}


def _signed(visitor: Visitor) -> str:
    """Return the credential of the learner, as the learner downloads it."""
    return str(
        visitor.page("learner").request.get(visitor.furniture.path("wallet/<uuid:award>/credential/")).text()
    )


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_was_looked_at(furniture: Furniture, language: str) -> None:
    """Runs after the others of this file: what no page showed cannot be called accessible."""
    if not {f"routes {language}", f"forms {language}"} <= _done:
        missing("a look at every page", "run all tests of this file, in one process")
    unseen = set(all_templates()) - furniture.seen[language]
    assert not unseen, "\n" + "\n".join(sorted(unseen))


@TOGETHER
@pytest.mark.parametrize(
    "path", ["/", "/verify/", f"/catalogue/{DEMO}/{SLUG}/", "/plan/", "/accounts/login/"]
)
def test_the_first_pages(open_page: OpenPage, path: str) -> None:
    page = open_page(language="pl")
    page.goto(path)
    assert findings(page) == []


@TOGETHER
@pytest.mark.parametrize("path", ["/verify/", f"/catalogue/{DEMO}/{SLUG}/"])
def test_there_is_nothing_to_press_on_paper(open_page: OpenPage, path: str) -> None:
    page = open_page(language="pl")
    page.goto(path)
    page.emulate_media(media="print")
    for useless in (".button", ".crumbs", ".footer", ".nav"):
        for shown in page.locator(useless).all():
            expect(shown).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()


@TOGETHER
@pytest.mark.parametrize("language", POLISH_FIRST)
def test_verify_with_the_keyboard_alone(open_page: OpenPage, language: str) -> None:
    """From the address bar to the list of checks, with Tab, typing, Enter and Space."""
    page = open_page(language=language)
    page.goto("/verify/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    tab_to(page, "#id_text")
    page.keyboard.type('{"@context": [], "type": ')
    tab_to(page, "main form button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.locator(".verdict")).to_be_focused()
    expect(page.locator(".checks")).to_be_visible()  # open, because not all is well
    tab_to(page, ".answer details.disclosure summary, details.disclosure summary")
    page.keyboard.press("Space")
    expect(page.locator(".checks")).to_be_hidden()
    page.keyboard.press("Space")
    expect(page.locator(".checks")).to_be_visible()


@TOGETHER
def test_a_second_click_sends_a_form_once(open_page: OpenPage) -> None:
    page = open_page(language="en")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.goto("/verify/")
    page.fill("#id_text", "{}")
    with page.expect_navigation():
        page.evaluate(
            "() => { const one = document.querySelector('main form button[type=submit]'); "
            "one.click(); one.click(); }"
        )
    assert len(sent) == 1


@TOGETHER
def test_switch_the_language_with_the_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page(language="pl")
    page.goto("/catalogue/")
    tab_to(page, ".languages button[value=en]")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.endswith("/catalogue/")
