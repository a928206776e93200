"""Looking at a page as axe, a narrow screen, a zoomed one and a dark one do; who looked at which template."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.resources import files

from playwright.sync_api import BrowserContext, Page, Response

from tests.journeys.browser.pages import Furniture, who_looks
from tests.journeys.browser.steps import OpenPage
from tests.journeys.browser.watching import HEADER

FORBIDDEN, NOT_THIS_WAY, SERVER_ERROR = 403, 405, 500
NARROW = 320  # CSS pixels: WCAG 2.2, 1.4.10 Reflow
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text()
NOTHING_MOVES = """() => Promise.all(document.getAnimations()
    .filter(moving => moving.effect.getTiming().iterations !== Infinity)
    .map(moving => moving.finished)).then(() => true)"""
FINDINGS = """(only) => axe.run(document, {resultTypes: ['violations'], preload: false,
    ...(only ? {runOnly: only} : {})}).then(result => result.violations.map(found =>
        `${found.id}: ${found.help}\n` + found.nodes.map(node => `  ${node.html}\n  ${node.failureSummary}`)
        .join('\\n')))"""


def findings(page: Page) -> list[str]:
    """Return what axe finds, light and dark, and where the page is wider than 320 pixels or half of it."""
    page.evaluate(NOTHING_MOVES)
    page.evaluate(AXE)
    found: list[str] = page.evaluate(FINDINGS)
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {each}" for each in page.evaluate(FINDINGS, ["color-contrast"])]
    page.emulate_media(color_scheme="light")
    size = page.viewport_size
    assert size is not None
    for width in (NARROW, size["width"] // 2):  # the second: a zoom of 200 %
        page.set_viewport_size({"width": width, "height": size["height"] // 2})
        needed = page.evaluate("document.documentElement.scrollWidth")
        found += [f"{needed} pixels wide at {width}"] if needed > width else []
    page.set_viewport_size(size)
    return found


class Visitor:
    """Goes through pages in one language, as everybody in turn, and remembers the templates looked at."""

    def __init__(self, furniture: Furniture, open_page: OpenPage, language: str) -> None:
        self.furniture = furniture
        self.language = language
        self.seen = furniture.seen[language]
        self.findings: list[str] = []
        self._open_page = open_page
        self._pages: dict[str | None, Page] = {}
        self._made_of: dict[Page, set[str]] = {}

    def page(self, role: str | None = None) -> Page:
        """Return the window of a person; one for each."""
        if role not in self._pages:
            page = self._open_page(language=self.language)
            if role in self.furniture.sessions:
                _sign_in(page.context, page, self.furniture.cookie, self.furniture.sessions[role])
            page.on("response", lambda response: self._note(page, response))
            self._pages[role] = page
        return self._pages[role]

    def go(self, path: str, role: str | None = None) -> Page:
        """Open a page as the person it is made for."""
        page = self.page(role or who_looks(path))
        page.goto(path)
        return page

    def look(self, page: Page, place: str) -> None:
        """Look at the page as it stands."""
        self.findings += [f"{place} ({self.language}): {each}" for each in findings(page)]
        self.seen |= self._made_of.get(page, set())

    def visit(self, path: str, role: str | None = None, *, always: bool = True) -> None:
        """Look at what an address shows, if it is a page; ``always`` or only if it brings a new template."""
        page = self.page(role or who_looks(path))
        answer = page.request.get(path)
        if answer.status == FORBIDDEN or answer.status >= SERVER_ERROR:
            self.findings.append(f"{path}: {answer.status}")
        if answer.status == NOT_THIS_WAY or not answer.headers.get("content-type", "").startswith(
            "text/html"
        ):
            return
        if always or _templates(answer.headers) - self.seen:
            page.goto(path)
            self.look(page, path)

    def send(self, path: str, fields: Mapping[str, str | Iterable[str]], role: str | None = None) -> Page:
        """Send a form to an address and stay on the page that answers."""
        page = self.page(role or who_looks(path))
        pairs = [("csrfmiddlewaretoken", _form_token(page))]
        for name, value in fields.items():
            pairs += [(name, one) for one in ([value] if isinstance(value, str) else value)]
        with page.expect_navigation():
            page.evaluate(_SEND, [path, pairs])
        return page

    def _note(self, page: Page, response: Response) -> None:
        if response.request.is_navigation_request() and response.frame == page.main_frame:
            if response.status == FORBIDDEN or response.status >= SERVER_ERROR:
                self.findings.append(f"{response.request.method} {response.url}: {response.status}")
            self._made_of[page] = _templates(response.headers)
        else:  # a part that a script fetches into the page
            self._made_of.setdefault(page, set()).update(_templates(response.headers))


_SEND = """([path, pairs]) => {
    const form = document.createElement('form');
    form.method = 'post';
    form.action = path;
    for (const [name, value] of pairs) {
        const field = document.createElement('textarea');
        field.name = name;
        field.value = value;
        form.append(field);
    }
    document.body.append(form);
    form.submit();
}"""


def _form_token(page: Page) -> str:
    """Stand on a page of this site and return the token that shows its forms to be ours."""
    page.goto("/verify/ask/")  # anybody's form: it brings the token, and a referrer
    return _tokens(page)[0]


def _tokens(page: Page) -> list[str]:
    return [
        str(cookie.get("value"))
        for cookie in page.context.cookies()
        if str(cookie.get("name")).endswith("csrf")
    ]


def _templates(headers: Mapping[str, str]) -> set[str]:
    return set(headers.get(HEADER.lower(), "").split(",")) - {""}


def _sign_in(context: BrowserContext, page: Page, cookie: str, session: str) -> None:
    page.goto("/")
    context.add_cookies([{"name": cookie, "value": session, "url": page.url, "httpOnly": True}])
