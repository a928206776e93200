"""Writing a whole definition in the browser, handing it in and approving it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.browser.steps import submit

STAFF = "/staff/politechnika-przykladowa"
AUTHOR = "autorka@politechnika.example.org"


REVIEWER = "komisja@politechnika.example.org"
APPROVER = "prorektor@politechnika.example.org"


WORDS = {
    "pl": {
        "complete": "wszystkie jedenaście elementów",
        "own": "Decyduje ktoś inny",
        "published": "Opublikowan",
    },
    "en": {
        "complete": "All eleven mandatory elements",
        "own": "Somebody else decides",
        "published": "Published",
    },
}
TEXTS = {
    "pl": {
        "target_group": "Pracownicy biurowi, którzy przygotowują raporty.",
        "relevance.statement": "Firmy szukają osób, które sprawnie pracują z danymi.",
        "description": "Potwierdza sprawną pracę z arkuszem kalkulacyjnym.",
        "outcome": "Oblicza zestawienia w arkuszu na podstawie danych sprzedaży.",
        "criteria": "Wynik jest poprawny, a formuły można skopiować.",
        "assessment": "Zadanie w pracowni",
        "quality": "Komisja ocenia wyniki i opinie po każdej edycji.",
    },
    "en": {
        "target_group": "Office workers who prepare reports.",
        "relevance.statement": "Companies look for people who handle data well.",
        "description": "Confirms skilled work with a spreadsheet.",
        "outcome": "Calculates summaries in a spreadsheet from sales data.",
        "criteria": "The result is right and the formulas can be copied.",
        "assessment": "Task in the computer room",
        "quality": "The committee looks at results and opinions after each edition.",
    },
}


def go(page: Page, step: str) -> None:
    """Save this step by going to another one with the row of steps."""
    submit(page, f"button[value='step:{step}']")
    expect(page.locator("[aria-current=step]")).to_have_count(1)


def text(page: Page, path: str, language: str, value: str) -> None:
    page.fill(f"[name='{path}.{language}']", value)


def write(page: Page, language: str, title: str) -> str:
    """Write a whole definition; return its short name."""
    words = TEXTS[language]
    page.goto(f"{STAFF}/definitions/")
    page.click("a[href$='/definitions/new/']")
    page.fill(f"#id_title_{language}", title)
    page.check(f"[name=primary_language][value={language}]")
    submit(page, "main form .button.big")
    slug = page.url.split("/definitions/")[1].split("/")[0]

    text(page, "target_group", language, words["target_group"])
    text(page, "relevance.statement", language, words["relevance.statement"])
    page.check("[name='stackability.type'][value=stand-alone]")
    go(page, "basics")
    text(page, "description", language, words["description"])
    expect(page.locator("[name='awarding_bodies[0].country']")).to_have_value("PL")
    go(page, "assessment")
    submit(page, "button[value='add:assessments']")
    text(page, "assessments[0].title", language, words["assessment"])
    page.select_option("[name='assessments[0].type']", "practical-assessment")
    page.check("[name='assessments[0].supervision'][value=supervised-identified]")
    go(page, "outcomes")
    submit(page, "button[value='add:learning_outcomes']")
    text(page, "learning_outcomes[0].statement", language, words["outcome"])
    page.check("[name='learning_outcomes[0].kind'][value=skill]")
    page.check("[name='learning_outcomes[0].assessed_by'][value=a1]")
    text(page, "learning_outcomes[0].criteria", language, words["criteria"])
    page.fill("[name='learning_outcomes[0].threshold_percent']", "60")
    page.fill(
        "[name='learning_outcomes[0].skills.q']", "arkusz kalkulacyjny" if language == "pl" else "spreadsheet"
    )
    submit(page, "button[value='search:learning_outcomes[0].skills']")
    page.locator("[name='learning_outcomes[0].skills.found']").first.check()
    submit(page, ".found button.small")
    expect(page.locator(".skill-row code").first).to_contain_text("data.europa.eu/esco/skill/")
    go(page, "workload")
    page.fill("[name='workload.ects']", "2,5" if language == "pl" else "2.5")
    page.fill("[name='workload.hours']", "70")
    page.select_option("[name='level.eqf']", "4")
    go(page, "participation")
    page.check("[name='participation.modes'][value=online]")
    go(page, "quality")
    page.check("[name='quality_assurance.types'][value=internal-quality-system]")
    text(page, "quality_assurance.statement", language, words["quality"])
    go(page, "check")
    expect(page.locator(".notice.good")).to_contain_text(WORDS[language]["complete"])
    return slug


def hand_in(page: Page, slug: str, language: str) -> None:
    page.goto(f"{STAFF}/definitions/{slug}/review/")
    submit(page, "form[action$='/submit/'] button")
    expect(page.locator("main")).not_to_contain_text("name=decision")
    assert page.locator("button[name=decision]").count() == 0


def approve(page: Page, slug: str) -> None:
    page.goto(f"{STAFF}/definitions/{slug}/review/")
    page.fill("#id_reason", "Zgodne z uchwałą senatu.")
    submit(page, "button[name=decision][value=approved]")
    submit(page, "form[action$='/publish/'] button")
    expect(page.locator(".pill.good").first).to_be_visible()
