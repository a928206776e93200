"""The guided editor through its pages: every step saved as it goes, two windows, undo, hostile input."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from tests.journeys.editor_forms import BASE, Editor, begun, client_of, form_of, specification
from tests.worlds import PYTHON, SLUG, make_world
from umiem.domain.definition_file import dump_definition, load_definition
from umiem.services.definition import definition_editing, definitions
from umiem.storage.models import DefinitionRevision
from umiem.web.editor import posted
from umiem.web.editor.steps import FIELDS, STEPS
from umiem.web.editor.words import field_label

pytestmark = [pytest.mark.django_db]


def test_every_step_is_shown_and_keeps_everything_it_does_not_show():
    world = make_world("alfa", publish=False)
    text = PYTHON.read_text("utf-8").replace("title:\n", "title:\n  uk: Основи\n", 1)
    definitions.import_definition(world.author, "alfa", data=text.encode(), file_name="x.yaml")
    before = specification(SLUG)
    editor = Editor(client_of(), SLUG)
    for step in STEPS[:-1]:
        for language in ("pl", "en", "uk"):
            page = editor.open(step.name, f"?lang={language}")
            posted = form_of(page)
            assert editor.post({**posted, "act": "save"}).status_code == 302, step.name
    after = specification(SLUG)
    assert after == before
    assert after.title["uk"] == "Основи"
    for place in range(len(before.learning_outcomes)):
        page = editor.open(f"outcomes/{place}")
        assert editor.post({**form_of(page), "act": "save"}).status_code == 302
    assert specification(SLUG) == before


def test_from_nothing_to_complete_by_forms_alone():
    editor = begun()
    editor.open("purpose", "?lang=pl")
    editor.save(
        **{
            "target_group.pl": "Pracownicy portów",
            "relevance.statement.pl": "Porty szukają sterników.",
            "stackability.type": "stand-alone",
        }
    )
    editor.open("basics", "?lang=pl")
    editor.save(
        **{
            "description.pl": "Krótki opis.",
            "learner_identification.shown": "1",
            "learner_identification": ["full-name", "email"],
        }
    )
    editor.open("assessment", "?lang=pl")
    editor.save("add:assessments")
    editor.save(
        **{
            "assessments[0].title.pl": "Egzamin na wodzie",
            "assessments[0].type": "practical-assessment",
            "assessments[0].mode": "presential",
            "assessments[0].supervision": "supervised-identified",
        }
    )
    editor.open("outcomes", "?lang=pl")
    answer = editor.save("add:learning_outcomes")
    assert "/edit/outcomes/0/" in answer.headers["Location"]
    editor.path = answer.headers["Location"].partition("?")[0]
    editor.save(
        **{
            "learning_outcomes[0].statement.pl": "Steruje żółtą łodzią w porcie przy słabym wietrze.",
            "learning_outcomes[0].kind": "skill",
            "learning_outcomes[0].assessed_by.shown": "1",
            "learning_outcomes[0].assessed_by": ["a1"],
            "learning_outcomes[0].criteria.pl": "Cumuje bez dotknięcia innej łodzi.",
            "learning_outcomes[0].threshold_percent": "60",
            "learning_outcomes[0].skills.own": "cumowanie",
            "learning_outcomes[0].skills.own_hours": "20",
        }
    )
    editor.open("workload", "?lang=pl")
    editor.save(**{"workload.ects": "2,5", "workload.hours": "70", "level.eqf": "4"})
    editor.open("participation", "?lang=pl")
    editor.save(
        **{
            "participation.modes.shown": "1",
            "participation.modes": ["presential"],
            "participation.place.pl": "Port",
        }
    )
    editor.open("quality", "?lang=pl")
    editor.save(
        **{
            "quality_assurance.types.shown": "1",
            "quality_assurance.types": ["internal-quality-system"],
            "quality_assurance.statement.pl": "Komisja sprawdza co rok.",
        }
    )
    found = specification(editor.slug)
    assert str(found.workload.ects) == "2.5"
    assert found.learning_outcomes[0].skills[0].hours == 20
    assert found.learning_outcomes[0].id == "eu1"
    page = editor.open("check")
    assert "All eleven mandatory elements are there" in page
    assert client_of().post(f"{BASE}/{editor.slug}/submit/").status_code == 302
    assert (
        client_of().get(f"{BASE}/{editor.slug}/edit/basics/").status_code == 302
    )  # in review: nothing to edit
    assert client_of().post(f"{BASE}/{editor.slug}/edit/basics/", {"act": "save"}).status_code == 409


def test_a_field_that_cannot_be_read_is_named_and_the_rest_is_saved():
    editor = begun()
    editor.open("workload")
    answer = editor.save(**{"workload.ects": "dużo", "workload.hours": "70", "level.eqf": "4"})
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert 'value="dużo"' in page
    assert "ECTS credits" in page
    found = specification(editor.slug)
    assert (found.workload.ects, found.workload.hours, found.level.eqf) == (None, 70, 4)


def test_two_windows_on_one_step_lose_nothing_silently():
    first = begun()
    second = Editor(client_of(), first.slug)
    first.open("basics", "?lang=pl")
    second.open("basics", "?lang=pl")
    first.save(**{"title.pl": "Pierwsza nazwa"})
    answer = second.save(**{"title.pl": "Druga nazwa"})
    page = unescape(answer.content.decode())
    assert answer.status_code == 409
    assert "Pierwsza nazwa" in page
    assert 'value="Druga nazwa"' in page
    assert specification(first.slug).title["pl"] == "Pierwsza nazwa"
    second._look(answer)
    assert second.save(**{"title.pl": "Druga nazwa"}).status_code == 302  # now knowingly
    assert specification(first.slug).title["pl"] == "Druga nazwa"
    first.open("basics", "?lang=pl")
    first.save(**{"title.pl": "Trzecia"})
    first.path = first.path.replace("basics", "workload")  # another step does not quarrel
    other = Editor(client_of("admin@alfa.example"), first.slug)
    other.open("workload")
    assert other.save(**{"workload.hours": "70"}).status_code == 302


def test_one_window_never_quarrels_with_its_own_automatic_saves():
    editor = begun()
    editor.open("basics", "?lang=pl")
    hidden = dict(editor.hidden)
    for title in ("Nazwa A", "Nazwa B"):
        editor.hidden = dict(hidden)  # the page was never loaded again
        answer = editor.save("autosave", **{"title.pl": title})
        assert answer.status_code == 200
        assert b"editor-live" in answer.content
    editor.hidden = dict(hidden)
    assert editor.save(**{"title.pl": "Nazwa C"}).status_code == 302
    assert specification(editor.slug).title["pl"] == "Nazwa C"


def test_an_automatic_save_adds_no_skill_twice():
    editor = begun()
    editor.open("outcomes")
    editor.save("add:learning_outcomes")
    editor.open("outcomes/0")
    values = {"learning_outcomes[0].skills.own": "cumowanie", "learning_outcomes[0].kind": "skill"}
    editor.post({**values, "act": "autosave"})
    assert specification(editor.slug).learning_outcomes[0].kind == "skill"
    assert specification(editor.slug).learning_outcomes[0].skills == ()
    editor.post({**values, "act": "save"})
    assert len(specification(editor.slug).learning_outcomes[0].skills) == 1


def test_components_are_chosen_from_the_catalogue_or_typed():
    editor, offered = begun(), f"{make_world('beta').slug}/{SLUG}"
    editor.open("purpose")
    editor.save("add:composition.groups")
    assert f'<option value="{offered}">' in editor.open("purpose")
    at, typed = "composition.groups[0].components", "https://example.org/achievements/7"
    editor.save("autosave", **{at: typed, f"{at}.add": offered})
    assert specification(editor.slug).composition.groups[0].components == (typed,)
    editor.open("purpose")
    editor.save(f"stay:{at}", **{at: typed, f"{at}.add": offered})
    assert specification(editor.slug).composition.groups[0].components == (typed, offered)
    assert f'<option value="{offered}">' not in editor.open("purpose")


def test_add_remove_reorder_undo_and_bring_back():
    editor = begun()
    editor.open("assessment", "?lang=en")
    editor.save("add:assessments")
    editor.save("add:assessments", **{"assessments[0].title.en": "First"})
    editor.save("up:assessments[1]", **{"assessments[1].title.en": "Second"})
    titles = [one.title["en"] for one in specification(editor.slug).assessments]
    assert titles == ["Second", "First"]
    editor.save("remove:assessments[0]")
    assert [one.title["en"] for one in specification(editor.slug).assessments] == ["First"]
    client = client_of()
    client.post(f"{BASE}/{editor.slug}/undo/", {"step": "assessment"})
    assert [one.title["en"] for one in specification(editor.slug).assessments] == ["Second", "First"]
    client.post(f"{BASE}/{editor.slug}/undo/", {"step": "assessment"})
    assert [one.title.get("en") for one in specification(editor.slug).assessments] == ["First", None]
    last = DefinitionRevision.objects.order_by("-number").first().number
    assert client.post(f"{BASE}/{editor.slug}/saves/{last}/").status_code == 302
    assert [one.title["en"] for one in specification(editor.slug).assessments] == ["First"]
    assert client.get(f"{BASE}/{editor.slug}/saves/").status_code == 200
    assert client.post(f"{BASE}/{editor.slug}/saves/9999/").status_code == 404


def test_skills_are_found_by_words_and_in_the_text_of_a_course():
    editor = begun()
    editor.open("outcomes")
    editor.save("add:learning_outcomes")
    editor.open("outcomes/0")
    path = "learning_outcomes[0].skills"
    answer = editor.post({f"{path}.q": "python", "act": f"search:{path}"})
    page = unescape(answer.content.decode())
    found = re.findall(r'name="learning_outcomes\[0\].skills.found" value="([^"]+)"', page)
    assert found
    editor._look(answer)
    editor.post({f"{path}.found": found[:1], f"{path}.hours:{found[0]}": "30", "act": f"stay:{path}"})
    skill = specification(editor.slug).learning_outcomes[0].skills[0]
    assert (skill.uri, skill.hours) == (found[0], 30)
    assert skill.label["en"]
    answer = editor.post(
        {
            f"{path}.text": "Uczestnicy projektują interfejs użytkownika i zarządzają projektem.",
            "act": f"suggest:{path}",
        }
    )
    assert ".found" in unescape(answer.content.decode())


def test_a_copy_of_another_organisations_definition_has_ones_own_issuer():
    make_world("beta")
    make_world("alfa", publish=False)
    answer = client_of().post(f"{BASE}/copy/", {"organisation": "beta", "slug": SLUG})
    assert answer.status_code == 302
    copy = specification(SLUG)
    assert copy.awarding_bodies[0].legal_name["pl"] == "Uczelnia alfa"
    assert copy.quality_assurance.accreditations == ()
    again = client_of().post(f"{BASE}/copy/", {"organisation": "beta", "slug": SLUG})
    assert f"/{SLUG}-2/" in again.headers["Location"]
    assert client_of().post(f"{BASE}/copy/", {"organisation": "beta", "slug": "none"}).status_code == 404


@pytest.mark.parametrize(
    "values",
    [
        {"title.pl": "x" * 20_001},
        {"title.pl": "a\0b\x01"},
        {"validity_months": "9" * 400},
        {"validity_months": "1e9"},
        {"validity_months": "-0x1F"},
        {"hue": "NaN", "validity_months": "∞"},
        {"title.<script>": "x", "__class__": "x", "version": "7", "identifier": "stolen"},
        {"fields_of_study.shown": "1", "fields_of_study": ["'><script>alert(1)</script>"]},
        {"awarding_bodies[0].legal_name.pl": "<script>alert(1)</script>"},
        {"awarding_bodies[99].legal_name.pl": "nobody"},
        {"act": "remove:awarding_bodies[99]"},
        {"act": "add:identifier"},
        {"act": "up:title[0]"},
        {"act": "add:" + "a." * 50},
        {"act": "lang:../../etc"},
        {"act": "step:../admin"},
        {"act": "outcome:999999999999"},
        {"act": "search:title", "title.q": "x"},
        {"lang": "'\"><script>", "title.pl": "y"},
        {"seen": "", "source": "x" * 5000},
    ],
)
def test_hostile_forms_get_an_answer_and_harm_nothing(values):
    editor = begun()
    editor.open("basics", "?lang=pl")
    answer = editor.post({"act": "save", **values})
    assert answer.status_code in (200, 302, 404, 409, 422)
    assert b"<script>alert(1)" not in answer.content
    assert client_of().get(editor.path).status_code == 200
    found = specification(editor.slug)
    assert (found.identifier, found.version) == (editor.slug, 1)


def test_many_parts_are_bounded(monkeypatch):
    assert posted.MOST_ITEMS == 60
    monkeypatch.setattr(posted, "MOST_ITEMS", 4)  # each part is one request
    editor = begun()
    editor.open("assessment")
    for _ in range(6):
        editor.save("add:assessments")
    assert len(specification(editor.slug).assessments) == 4


def test_every_field_of_the_definition_has_its_place_in_the_editor():
    from umiem.domain.definition import AchievementSpecification
    from umiem.domain.shape import shape_of

    tops = {path.partition(".")[0].partition("[")[0] for path in FIELDS}
    assert {shape.name for shape in shape_of(AchievementSpecification)} - tops == {"identifier", "version"}


def test_findings_lead_to_fields_that_are_there():
    world = make_world("alfa", publish=False)
    definition_editing.create_draft(
        world.author, "alfa", titles={"pl": "Nowa nazwa kursu"}, primary_language="pl"
    )
    client = client_of()
    page = unescape(client.get(f"{BASE}/nowa-nazwa-kursu/edit/check/").content.decode())
    links = re.findall(r'href="(/staff/alfa/definitions/nowa-nazwa-kursu/edit/[^"#]+)#([^"]+)"', page)
    assert len(links) > 15
    missing = []
    for address, anchor in links:
        shown = client.get(address)
        if shown.status_code != 200 or f'id="{anchor}"' not in shown.content.decode():
            missing.append((address, anchor))
    assert missing == []


def test_what_is_typed_is_answered_with_skills_and_a_sentence():
    editor = begun()
    address = "/staff/alfa/definitions/skills/found/"
    answer = editor.client.get(address, {"q": "python"}).json()
    assert any("Python" in one["label"] for one in answer["found"])
    assert str(len(answer["found"])) in answer["said"]
    occupations = editor.client.get(address, {"q": "programista", "kind": "occupations"}).json()["found"]
    assert occupations
    assert all("/occupation/" in one["uri"] for one in occupations)
    for nothing in ("", "   ", "xqzwv", "\0", "%" * 5_000):
        assert editor.client.get(address, {"q": nothing}).json()["found"] == []


def test_who_uploads_a_file_with_comments_is_told_what_becomes_of_them():
    editor = begun()
    path = "/staff/alfa/definitions/upload/"
    commented = PYTHON.read_bytes() + b"# one\n# two\n"
    file = SimpleUploadedFile("x.yaml", commented)
    page = editor.client.post(path, {"file": file}, follow=True).content.decode()
    assert f"The file has {commented.count(b'# ')} comments." in page
    plain = SimpleUploadedFile("y.yaml", dump_definition(load_definition(commented, "x.yaml")))
    assert " comments." not in editor.client.post(path, {"file": plain}, follow=True).content.decode()


@pytest.mark.parametrize("path", ["workload", "level", "participation", "quality_assurance", "grading"])
def test_a_part_without_a_field_of_its_own_is_named_by_its_step(path):
    with override("en"):
        assert field_label(path) in {str(step.title) for step in STEPS}


def test_the_hours_of_all_skills_stand_beside_the_outcomes_with_the_whole():
    editor = begun()
    editor.open("outcomes")
    editor.post({"act": "add:learning_outcomes"})
    editor.open("outcomes/0")
    path = "learning_outcomes[0].skills"
    editor.save(**{f"{path}.own": "cumowanie", f"{path}.own_hours": "20"})
    assert "Hours of the skills altogether: 20; the workload is not stated yet" in editor.open("outcomes")
    editor.open("workload")
    editor.save(workload__hours="80")
    assert "Hours of the skills altogether: 20 of 80" in editor.open("outcomes/0")
    assert "Hours of the skills" not in editor.open("workload")
    editor.open("outcomes/0")
    editor.save(**{f"{path}[0].hours": "90"})
    assert 'field-note blocks"><svg' in editor.open("outcomes").partition("Hours of the skills")[0][-300:]
    assert "cumowanie · 90 h" in editor.client.get(f"{BASE}/{editor.slug}/").content.decode()
